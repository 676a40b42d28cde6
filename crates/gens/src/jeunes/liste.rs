//! The list of young people.

use passerelle_base::Date;
use passerelle_documents::{Cellule, Colonne};
use sea_orm::{DbErr, FromQueryResult};

use super::decisif;
use super::model::SITUATIONS;
use super::rangee::{Ligne, PAR_SILENCE, suit};
use super::recherche::Recherche;
use crate::accompagnements::{SILENCE, en_charge, par_referent};
use passerelle_socle::access::{Accorde, Action, Compte, Faits, Jeune, Objet, Perimetre, may};
use passerelle_socle::db::{self, Promesse, QueryResult, Resultat, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::referentiels;
use passerelle_socle::web::{Autour, Etat, Filtre, Parametres, Repertoire, Vide, nom_complet};

/// Young people, filtered.
#[derive(Debug)]
pub struct Jeunes {
    q: String,
    recherche: Recherche,
    structure: String,
    situation: String,
    referent: String,
    silence: String,
    structures: Vec<(String, String)>,
    /// The colleague whose young people are listed, when it is one: (identifier, name).
    collegue: Option<(String, String)>,
}

#[derive(sea_orm::FromQueryResult)]
struct Choix {
    code: String,
    nom: String,
}

#[derive(sea_orm::FromQueryResult)]
struct Nomme {
    code: Id<Compte>,
    nom: String,
}

/// How far those who share a common word are counted: nobody turns forty pages, a second word is typed.
const LARGE_MAX: i64 = 1_000;

/// Those who are neither merged nor erased.
fn presents() -> Selection {
    let champs = format!(
        "j.id, j.nom, j.prenom, j.date_naissance, j.commune_insee, j.situation, j.date_premier_accueil, j.telephone, \
         (SELECT s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
          WHERE a.jeune_id = j.id AND {}) AS structure",
        en_charge("a")
    );
    Selection::nouvelle(champs, "jeunes j", "").telle("j.fusionne_dans IS NULL AND j.efface_le IS NULL")
}

impl Jeunes {
    /// Keeps to what the reader may see and asked for, names apart: those come first, since SQLite
    /// starts from the first condition it can.
    fn filtrer(&self, selection: Selection, accorde: &Accorde, jour: Date) -> Selection {
        let restreinte = self.recherche.restreindre(selection, &accorde.perimetre(), jour);
        let selection =
            restreinte.ou_si("j.situation = ?", (!self.situation.is_empty()).then(|| self.situation.clone())).ou_si(
                &format!(
                    "j.id IN (SELECT a.jeune_id FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
                     WHERE s.code = ? AND {})",
                    en_charge("a")
                ),
                (!self.structure.is_empty()).then(|| self.structure.clone()),
            );
        self.sans_contact(par_referent(selection, accorde.acteur(), &self.referent, "j.id"), jour)
    }

    /// What an address asks for.
    pub async fn demandes(etat: &Etat, p: &Parametres) -> Resultat<Self> {
        let sql = format!(
            "SELECT s.code, s.nom FROM structures s WHERE EXISTS \
             (SELECT 1 FROM accompagnements a WHERE a.structure_id = s.id AND {}) ORDER BY s.nom_plie LIMIT 200",
            en_charge("a")
        );
        let choix: Vec<Choix> = db::lignes(etat.base.lecture(), &sql, []).await?;
        let referent = p.lire("referent").to_owned();
        let sql = "SELECT c.id AS code, c.nom FROM comptes c WHERE c.id = $1 AND EXISTS (SELECT 1 FROM referents r WHERE r.compte_id = c.id)";
        let collegue: Option<Nomme> = match referent.parse::<Id<Compte>>() {
            Ok(compte) => db::ligne(etat.base.lecture(), sql, [compte.into()]).await?,
            Err(_) => None,
        };
        let q = p.lire("q").to_owned();
        Ok(Self {
            recherche: Recherche::lire(etat.base.lecture(), &q).await?,
            q,
            structure: p.lire("structure").to_owned(),
            situation: p.lire("situation").to_owned(),
            silence: p.lire("silence").to_owned(),
            collegue: collegue.map(|c| (c.code.to_string(), c.nom)),
            referent,
            structures: choix.into_iter().map(|c| (c.code, c.nom)).collect(),
        })
    }

    fn referents(&self) -> Vec<(String, String)> {
        let fixes = [("moi", "Moi"), ("sans", "Sans référent")].map(|(c, l)| (c.to_owned(), l.to_owned()));
        fixes.into_iter().chain(self.collegue.clone()).collect()
    }

    /// Welcomed long enough ago, and nobody has met or called them since.
    fn sans_contact(&self, selection: Selection, jour: Date) -> Selection {
        let Ok(jours) = self.silence.parse::<u64>() else { return selection };
        let depuis = jour.checked_sub_days(chrono::Days::new(jours)).unwrap_or(jour);
        selection
            .ou(
                "(j.date_premier_accueil IS NULL OR j.date_premier_accueil <= ?) AND NOT EXISTS (SELECT 1 FROM contacts k \
                 WHERE k.jeune_id = j.id AND k.date >= ? AND k.date <= $JOUR AND (k.presence IS NULL OR k.presence = 'present'))",
                depuis,
            )
            .encore("$JOUR", jour)
    }
}

impl Repertoire for Jeunes {
    fn titre(&self) -> String {
        "Jeunes".into()
    }
    fn intro(&self) -> String {
        "Les jeunes accompagnés par les structures du territoire.".into()
    }
    fn objet(&self) -> Objet {
        Objet::Jeunes
    }
    fn nom(&self) -> (&'static str, &'static str) {
        ("jeune", "jeunes")
    }
    fn chemin(&self) -> String {
        "/jeunes".into()
    }
    fn action(&self, accorde: &Accorde) -> Option<(&'static str, &'static str)> {
        let cree = |objet| may(accorde.acteur(), Action::Creer, objet, &Faits::default()).is_ok();
        if self.referent == "sans" && cree(Objet::Referents) {
            return Some(("Nommer des référents", "/referents/nommer"));
        }
        cree(Objet::Jeunes).then_some(("Inscrire un jeune", "/jeunes/nouveau"))
    }
    fn colonnes(&self, accorde: &Accorde) -> Vec<Colonne> {
        if suit(accorde) {
            return vec![
                Colonne::texte("nom", "Jeune"),
                Colonne::texte("telephone", "Téléphone"),
                Colonne::texte("contact", "Dernier contact"),
                Colonne::texte("etape", "Étape"),
                Colonne::texte("rendez_vous", "Prochain rendez-vous"),
                Colonne::texte("contrat", "Contrat en cours"),
                Colonne::texte("naissance", "Date de naissance"),
                Colonne::texte("structure", "Structure en charge"),
            ];
        }
        vec![
            Colonne::texte("nom", "Jeune"),
            Colonne::texte("naissance", "Date de naissance"),
            Colonne::texte("commune", "Commune"),
            Colonne::texte("structure", "Structure en charge"),
            Colonne::texte("situation", "Situation déclarée"),
            Colonne::texte("accueil", "Premier accueil"),
        ]
    }
    fn filtres(&self) -> Vec<Filtre> {
        vec![
            Filtre::texte("q", "Nom, téléphone ou numéro", &self.q),
            Filtre::choix(
                "structure",
                "Structure en charge",
                "Toutes les structures",
                self.structures.clone(),
                &self.structure,
            ),
            Filtre::choix("situation", "Situation", "Toutes les situations", SITUATIONS.choix(), &self.situation),
            Filtre::choix("referent", "Référent", "Tous", self.referents(), &self.referent),
            Filtre::choix(
                "silence",
                "Dernier contact",
                "Tous",
                [(SILENCE.to_string(), format!("Aucun depuis {SILENCE} jours"))],
                &self.silence,
            ),
        ]
    }
    fn tris(&self) -> &'static [(&'static str, &'static str)] {
        &[("nom", "j.nom_plie, j.id"), ("contact", PAR_SILENCE)]
    }
    fn tri_premier(&self, accorde: &Accorde) -> Option<&'static str> {
        // Of those somebody answers for, whoever waits most comes first; of many, a name is looked for.
        let des_siens = !self.referent.is_empty() || !self.silence.is_empty();
        (suit(accorde) && des_siens && !self.recherche.nominative()).then_some("contact")
    }
    fn selection(&self, accorde: &Accorde, jour: Date) -> Selection {
        let perimetre = accorde.perimetre();
        let selection = self.filtrer(self.recherche.appliquer(presents(), &perimetre), accorde, jour);
        // A perimeter, or those who have a name, are few among a million.
        let peu = perimetre != Perimetre::Tout || (self.recherche.nominative() && !self.recherche.large(&perimetre));
        if peu { selection.d_un_bloc() } else { selection }
    }
    fn compte(&self, accorde: &Accorde, jour: Date) -> Option<(Selection, i64)> {
        let perimetre = accorde.perimetre();
        let compte = self.filtrer(self.recherche.par_les_mots(presents(), &perimetre), accorde, jour);
        self.recherche.large(&perimetre).then_some((compte, LARGE_MAX))
    }
    fn cellules(&self, ligne: &QueryResult, _: &Accorde) -> Result<Vec<Cellule>, DbErr> {
        let id: Id<Jeune> = ligne.try_get_by("id")?;
        let nom = nom_complet(&ligne.try_get_by::<String, _>("prenom")?, &ligne.try_get_by::<String, _>("nom")?);
        let commune: Option<String> = ligne.try_get_by("commune_insee")?;
        let situation: Option<String> = ligne.try_get_by("situation")?;
        Ok(vec![
            Cellule::from(nom).avec_lien(format!("/jeunes/{id}")),
            ligne.try_get_by::<Option<Date>, _>("date_naissance")?.into(),
            commune.map(|c| referentiels::commune(&c).to_owned()).into(),
            ligne.try_get_by::<Option<String>, _>("structure")?.into(),
            situation.map(|s| SITUATIONS.libelle(&s).to_owned()).into(),
            ligne.try_get_by::<Option<Date>, _>("date_premier_accueil")?.into(),
        ])
    }
    fn rangees<'a>(
        &'a self,
        autour: Autour<'a>,
        accorde: &'a Accorde,
        lues: Vec<QueryResult>,
    ) -> Promesse<'a, Vec<Vec<Cellule>>> {
        if !suit(accorde) {
            let cellules: Result<Vec<_>, DbErr> = lues.iter().map(|l| self.cellules(l, accorde)).collect();
            return Box::pin(async move { Ok(cellules?) });
        }
        let lignes: Result<Vec<Ligne>, DbErr> = lues.iter().map(|l| Ligne::from_query_result(l, "")).collect();
        Box::pin(async move {
            let lignes = lignes?;
            let ids: Vec<Id<Jeune>> = lignes.iter().map(|l| l.id).collect();
            let mut connus = decisif::lire(autour, accorde, &ids).await?;
            let une = |l: Ligne| {
                let connu = connus.remove(&l.id).unwrap_or_default();
                l.cellules(&connu, autour.jour)
            };
            Ok(lignes.into_iter().map(une).collect())
        })
    }
    fn vide(&self, accorde: &Accorde) -> Vide {
        let tous = accorde.perimetre() == Perimetre::Tout;
        let phrase = match (self.recherche.nominative(), tous) {
            (true, true) => "Aucun jeune ne répond à ces mots. Essayez le début du nom, ou le téléphone.",
            (true, false) => {
                "Parmi les jeunes que votre structure accompagne, aucun ne répond à ces mots. Essayez le début du nom, \
                 ou le téléphone."
            }
            (false, true) => {
                "Aucun jeune ne répond à ces filtres. Les jeunes viennent des fichiers jeunes.csv des structures qui les accompagnent."
            }
            (false, false) => {
                "Aucun jeune ici. Cette liste montre les jeunes que votre structure accompagne, ou dont la fiche lui est ouverte."
            }
        };
        let importer = may(accorde.acteur(), Action::Importer, Objet::Imports, &Faits::default()).is_ok();
        let action = self.action(accorde).or(importer.then_some(("Importer des fichiers", "/imports")));
        Vide { phrase: phrase.into(), action }
    }
}
