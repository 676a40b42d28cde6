//! Everything about me: each table that knows a young person, each field, in JSON and in PDF.
//!
//! The list is declared here and compared by a test with the schema of the base: a table that points at a
//! young person and is not here fails it.

use passerelle_base::{Date, Id, Instant, date_longue};
use passerelle_documents::{Bloc, Cellule, Colonne, Document, Tableau, Valeur};
use sea_orm::{DbErr, QueryResult, Statement};
use serde_json::{Map, Value, json};

use passerelle_socle::access::Jeune;
use passerelle_socle::db::{Executeur, Resultat};

/// The rows of a table, each field beside its name.
pub(super) type Rangees = Vec<Vec<(&'static str, Cellule)>>;

/// How a field is read and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// Words or a code.
    Texte,
    /// A day.
    Date,
    /// A number.
    Entier,
    /// Yes or no.
    Booleen,
    /// An instant, in milliseconds.
    Instant,
    /// The name of the structure it points at.
    Structure,
    /// The name of the account it points at.
    Compte,
    /// The title of the action it points at.
    Action,
    /// The title of the draw it points at.
    Tirage,
    /// The group of the candidate it points at, once drawn.
    Groupe,
}

/// A table that knows young people.
#[derive(Debug)]
pub struct Table {
    /// Its name in the base.
    pub nom: &'static str,
    /// What it tells, for the person.
    pub titre: &'static str,
    /// The field that points at them.
    pub cle: &'static str,
    /// (field, words, kind): what is given.
    pub champs: &'static [(&'static str, &'static str, Genre)],
    /// What is not given: links between rows, that say nothing of the person.
    pub omis: &'static [&'static str],
    /// Rows whose words are kept by the structure that wrote them: they are told, and their words are
    /// asked for from it.
    pub reserve: Option<&'static str>,
}

use Genre as G;

/// Tables that point at a young person and are not facts about them: what finds them, and the work of merging.
pub const HORS_EXPORT: [&str; 6] =
    ["jeunes_mots", "fusions", "rapprochements", "rapprochements_lignes", "habilitations", "effacements"];

/// All of them.
pub static TABLES: &[Table] = &[
    Table {
        nom: "jeunes",
        titre: "Qui vous êtes",
        cle: "id",
        champs: &[
            ("nom", "Nom", G::Texte),
            ("prenom", "Prénom", G::Texte),
            ("date_naissance", "Date de naissance", G::Date),
            ("sexe", "Sexe", G::Texte),
            ("commune_insee", "Code de la commune", G::Texte),
            ("code_postal", "Code postal", G::Texte),
            ("qpv", "Quartier prioritaire", G::Booleen),
            ("niveau", "Niveau d'études", G::Texte),
            ("situation", "Situation", G::Texte),
            ("date_premier_accueil", "Premier accueil", G::Date),
            ("telephone", "Téléphone", G::Texte),
            ("courriel", "Courriel", G::Texte),
        ],
        omis: &["id", "nom_plie", "mots", "fusionne_dans", "efface_le"],
        reserve: None,
    },
    Table {
        nom: "numeros",
        titre: "Vos numéros",
        cle: "jeune_id",
        champs: &[("structure_id", "Organisme", G::Structure), ("numero", "Numéro", G::Texte)],
        omis: &["jeune_id"],
        reserve: None,
    },
    Table {
        nom: "accompagnements",
        titre: "Qui vous suit",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("du", "Depuis", G::Date),
            ("au", "Jusqu'au", G::Date),
            ("en_charge", "Responsable de votre suivi", G::Booleen),
            ("motif_fin", "Pourquoi cela s'est arrêté", G::Texte),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
    Table {
        nom: "referents",
        titre: "Vos référents",
        cle: "jeune_id",
        champs: &[
            ("compte_id", "Personne", G::Compte),
            ("structure_id", "Organisme", G::Structure),
            ("du", "Depuis", G::Date),
            ("au", "Jusqu'au", G::Date),
            ("motif", "Raison", G::Texte),
        ],
        omis: &["id", "jeune_id", "cree_par", "passation_id"],
        reserve: None,
    },
    Table {
        nom: "partages",
        titre: "À qui votre dossier est ouvert",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("par_structure_id", "Ouvert par", G::Structure),
            ("finalite", "Pourquoi", G::Texte),
            ("precisions", "Précisions", G::Texte),
            ("du", "Depuis", G::Date),
            ("au", "Jusqu'au", G::Date),
            ("revoque_le", "Arrêté le", G::Instant),
        ],
        omis: &["id", "jeune_id", "cree_le", "cree_par"],
        reserve: None,
    },
    Table {
        nom: "demandes_acces",
        titre: "Qui a demandé à voir votre dossier",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("compte_id", "Personne", G::Compte),
            ("finalite", "Pourquoi", G::Texte),
            ("precisions", "Précisions", G::Texte),
            ("demande_le", "Demandé le", G::Instant),
            ("repondu_le", "Répondu le", G::Instant),
            ("motif_refus", "Raison du refus", G::Texte),
        ],
        omis: &["id", "jeune_id", "repondu_par", "partage_id"],
        reserve: None,
    },
    Table {
        nom: "contacts",
        titre: "Vos rendez-vous et vos appels",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("compte_id", "Personne", G::Compte),
            ("type", "Genre", G::Texte),
            ("date", "Le", G::Date),
            ("heure", "À", G::Texte),
            ("lieu", "Où", G::Texte),
            ("objet", "Sujet", G::Texte),
            ("presence", "Présence", G::Texte),
            ("issue", "Ce qui en est sorti", G::Texte),
        ],
        omis: &["id", "jeune_id", "cree_le", "presence_avant"],
        reserve: None,
    },
    Table {
        nom: "freins",
        titre: "Vos difficultés et les aides",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("compte_id", "Personne", G::Compte),
            ("thematique", "Sujet", G::Texte),
            ("constate_le", "Depuis", G::Date),
            ("leve_le", "Réglé le", G::Date),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
    Table {
        nom: "notes",
        titre: "Ce qui est écrit de vous",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("compte_id", "Personne", G::Compte),
            ("date", "Le", G::Date),
            ("niveau", "Pour qui", G::Texte),
            ("texte", "Texte", G::Texte),
        ],
        omis: &["id", "jeune_id", "cree_le", "retiree_le"],
        reserve: Some("texte"),
    },
    Table {
        nom: "documents",
        titre: "Vos documents",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("compte_id", "Personne", G::Compte),
            ("depose_le", "Déposé le", G::Instant),
            ("niveau", "Pour qui", G::Texte),
            ("type_mime", "Format", G::Texte),
            ("nom", "Nom", G::Texte),
        ],
        omis: &["id", "jeune_id", "octets", "sha256", "retire_le"],
        reserve: Some("nom"),
    },
    Table {
        nom: "contestations",
        titre: "Ce que vous avez contesté",
        cle: "jeune_id",
        champs: &[
            ("objet", "À propos de", G::Texte),
            ("texte", "Vous avez écrit", G::Texte),
            ("faite_le", "Le", G::Instant),
            ("repondu_le", "Répondu le", G::Instant),
            ("repondu_par", "Par", G::Compte),
            ("reponse", "Réponse", G::Texte),
        ],
        omis: &["id", "jeune_id", "objet_id"],
        reserve: None,
    },
    Table {
        nom: "oppositions",
        titre: "Vos oppositions",
        cle: "jeune_id",
        champs: &[
            ("texte", "Vous avez écrit", G::Texte),
            ("recue_le", "Le", G::Instant),
            ("repondu_le", "Répondu le", G::Instant),
            ("acceptee", "Acceptée", G::Booleen),
            ("reponse", "Réponse", G::Texte),
        ],
        omis: &["id", "jeune_id", "repondu_par"],
        reserve: None,
    },
    Table {
        nom: "etudes_membres",
        titre: "Les études où vos données ont servi, sans votre nom",
        cle: "jeune_id",
        champs: &[("titre", "Étude", G::Texte), ("depuis", "Depuis", G::Date)],
        omis: &["id", "jeune_id", "etude_id"],
        reserve: None,
    },
    Table {
        nom: "enquetes_invitations",
        titre: "Les enquêtes où votre avis a été demandé",
        cle: "jeune_id",
        champs: &[
            ("envoyee_le", "Demandé le", G::Instant),
            ("canal", "Envoyé par", G::Texte),
            ("repondu_le", "Répondu le", G::Instant),
            ("refusee", "Vous avez refusé", G::Booleen),
            ("reponses", "Vos réponses", G::Texte),
        ],
        omis: &["id", "jeune_id", "enquete_id", "empreinte", "traite"],
        reserve: None,
    },
    Table {
        nom: "conservation_avis",
        titre: "Ce qui a été annoncé de la fin de votre dossier",
        cle: "jeune_id",
        champs: &[
            ("donne_le", "Annoncé le", G::Date),
            ("echeance", "Pour le", G::Date),
            ("leve_le", "Levé le", G::Date),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
    Table {
        nom: "positionnements",
        titre: "Les places demandées pour vous",
        cle: "jeune_id",
        champs: &[
            ("action_id", "Action", G::Action),
            ("prescripteur_id", "Demandé par", G::Structure),
            ("date", "Le", G::Date),
            ("etat", "Réponse", G::Texte),
            ("date_etat", "Réponse du", G::Date),
            ("motif", "Raison", G::Texte),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
    Table {
        nom: "participations",
        titre: "Les actions que vous avez suivies",
        cle: "jeune_id",
        champs: &[
            ("action_id", "Action", G::Action),
            ("date_entree", "Entrée", G::Date),
            ("date_sortie", "Sortie", G::Date),
            ("terminee", "Terminée", G::Booleen),
            ("issue", "Ensuite", G::Texte),
            ("date_issue", "Le", G::Date),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
    Table {
        nom: "candidats",
        titre: "Les tirages au sort où vous êtes sur la liste",
        cle: "jeune_id",
        champs: &[
            ("tirage_id", "Tirage", G::Tirage),
            ("structure_id", "Inscrit par", G::Structure),
            ("saisi_le", "Le", G::Instant),
            ("site", "Site", G::Texte),
            ("vague", "Vague", G::Texte),
            ("strate", "Catégorie", G::Texte),
            ("exclusion", "Raison de ne pas être tiré", G::Texte),
            ("identifiant", "Pseudonyme sur la liste", G::Texte),
            ("id", "Groupe", G::Groupe),
        ],
        omis: &["jeune_id", "compte_id"],
        reserve: None,
    },
    Table {
        nom: "contrats",
        titre: "Vos contrats",
        cle: "jeune_id",
        champs: &[
            ("structure_id", "Organisme", G::Structure),
            ("type", "Contrat", G::Texte),
            ("employeur_siret", "SIRET de l'employeur", G::Texte),
            ("employeur_nom", "Employeur", G::Texte),
            ("cfa_id", "Centre de formation", G::Structure),
            ("certification", "Diplôme préparé", G::Texte),
            ("date_conclusion", "Signé le", G::Date),
            ("date_debut", "Début", G::Date),
            ("date_fin", "Fin prévue", G::Date),
            ("date_rupture", "Arrêté le", G::Date),
            ("motif_rupture", "Raison", G::Texte),
        ],
        omis: &["id", "jeune_id"],
        reserve: None,
    },
];

/// The words of a row that its writer keeps to professionals.
const RESERVE: &str = "Texte gardé par cet organisme : demandez-le lui, il doit vous répondre sous un mois.";

impl Table {
    fn sql(&self) -> String {
        let champs: Vec<String> = self.champs.iter().map(|(champ, _, genre)| genre.sql(champ)).collect();
        format!("SELECT {} FROM {} t WHERE t.{} = $1", champs.join(", "), self.nom, self.cle)
    }

    fn reservee(&self, rangee: &[(&str, Cellule)]) -> bool {
        self.reserve.is_some()
            && !rangee.iter().any(|(champ, c)| *champ == "niveau" && c.valeur == Valeur::Texte("jeune".into()))
    }

    fn rangees(&self, lues: &[QueryResult]) -> Result<Rangees, DbErr> {
        lues.iter()
            .map(|ligne| {
                let mut rangee = Vec::with_capacity(self.champs.len());
                for (champ, _, genre) in self.champs {
                    rangee.push((*champ, genre.lire(ligne, champ)?));
                }
                if self.reservee(&rangee) {
                    let tu = rangee.iter_mut().filter(|(champ, _)| self.reserve == Some(champ));
                    tu.for_each(|(_, c)| *c = Cellule::from(RESERVE));
                }
                Ok(rangee)
            })
            .collect()
    }
}

impl Genre {
    fn sql(self, champ: &str) -> String {
        let nomme =
            |table: &str, nom: &str| format!("(SELECT n.{nom} FROM {table} n WHERE n.id = t.{champ}) AS {champ}");
        match self {
            Self::Structure => nomme("structures", "nom"),
            Self::Compte => nomme("comptes", "nom"),
            Self::Action => nomme("actions", "intitule"),
            Self::Tirage => nomme("tirages", "titre"),
            Self::Groupe => {
                format!("(SELECT n.bras FROM affectations n WHERE n.candidat_id = t.{champ}) AS {champ}")
            }
            _ => format!("t.{champ}"),
        }
    }

    fn lire(self, ligne: &QueryResult, champ: &str) -> Result<Cellule, DbErr> {
        Ok(match self {
            Self::Date => ligne.try_get_by::<Option<Date>, _>(champ)?.into(),
            Self::Booleen => ligne.try_get_by::<Option<bool>, _>(champ)?.into(),
            Self::Entier => ligne.try_get_by::<Option<i64>, _>(champ)?.into(),
            Self::Instant => match ligne.try_get_by::<Option<i64>, _>(champ)? {
                Some(millis) => Cellule::from(Valeur::Instant(Instant::from_millis(millis))),
                None => Cellule::from(None::<String>),
            },
            _ => ligne.try_get_by::<Option<String>, _>(champ)?.into(),
        })
    }
}

/// Everything, table by table.
pub(super) async fn tout(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<(&'static Table, Rangees)>> {
    let mut tout = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let valeurs: [sea_orm::Value; 1] = [jeune.uuid().into()];
        let stmt = Statement::from_sql_and_values(conn.get_database_backend(), table.sql(), valeurs);
        tout.push((table, table.rangees(&conn.query_all_raw(stmt).await?)?));
    }
    Ok(tout)
}

fn en_json(cellule: &Cellule) -> Value {
    match &cellule.valeur {
        Valeur::Inconnu => Value::Null,
        Valeur::Entier(n) => json!(n),
        Valeur::Booleen(b) => json!(b),
        Valeur::Date(d) => json!(d.to_string()),
        Valeur::Instant(i) => json!(i.utc().to_rfc3339()),
        autre => json!(autre.affiche()),
    }
}

/// For programs: one key a table, the names of the fields.
pub(super) fn json(tout: &[(&'static Table, Rangees)], lectures: Vec<Value>) -> Value {
    let mut objet = Map::new();
    for (table, rangees) in tout {
        let lignes = rangees
            .iter()
            .map(|r| Value::Object(r.iter().map(|(champ, c)| ((*champ).to_owned(), en_json(c))).collect()));
        objet.insert(table.nom.to_owned(), Value::Array(lignes.collect()));
    }
    objet.insert("lectures".into(), Value::Array(lectures));
    Value::Object(objet)
}

/// For reading: one section a table that holds something.
pub(super) fn document(
    tout: &[(&'static Table, Rangees)],
    lectures: Tableau,
    (organisme, le, par, demonstration): (String, Date, String, bool),
) -> Document {
    let mut blocs = vec![Bloc::Paragraphe(
        "Ce document contient tout ce que Passerelle sait de vous. Vous pouvez demander à corriger ce qui est faux."
            .into(),
    )];
    for (table, rangees) in tout.iter().filter(|(_, r)| !r.is_empty()) {
        blocs.push(Bloc::Titre { niveau: 2, texte: table.titre.into(), ancre: table.nom.replace('_', "-") });
        // A row as two columns: a table of ten columns does not hold on a page.
        for (rang, rangee) in rangees.iter().enumerate() {
            let lignes = std::iter::zip(table.champs, rangee)
                .filter(|(_, (_, c))| c.valeur != Valeur::Inconnu)
                .map(|((_, mots, _), (_, c))| vec![Cellule::from(*mots), Cellule::from(c.valeur.affiche())]);
            let titre = match rangees.len() {
                1 => table.titre.to_owned(),
                n => format!("{}, {} sur {n}", table.titre, rang + 1),
            };
            let colonnes = vec![Colonne::texte("champ", "Information"), Colonne::texte("valeur", "Ce qui est écrit")];
            blocs.push(Bloc::Tableau(Tableau { titre, colonnes, lignes: lignes.collect(), total: None }));
        }
    }
    blocs.push(Bloc::Titre { niveau: 2, texte: "Qui a lu votre dossier".into(), ancre: "lectures".into() });
    blocs.push(Bloc::Tableau(lectures));
    Document {
        titre: "Tout ce que Passerelle sait de moi".into(),
        sous_titre: format!("Le {}", date_longue(le)),
        organisme,
        edite_le: Some(le),
        edite_par: par,
        demonstration,
        blocs,
    }
}
