//! What is due, the register of fields.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue, nombre};
use passerelle_documents::{Colonne, EcrivainCsv};
use sea_orm::FromQueryResult;

use super::effacement::MOTIFS;
use super::oppositions::{self, EnAttente, Opposition};
use super::pages_effacer;
use super::registre::{mots, oubli_dit, registre};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::destruction;
use passerelle_socle::ident::Id;
use passerelle_socle::personne::Personnes;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Geste, Page, Site, nom_complet, page, telecharger};

/// Characters of an answer, at most: as many as what it answers.
const REPONSE_MAX: usize = 2_000;
/// Notices shown on the page.
const MONTRES: i64 = 200;

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/conservation", Action::Consulter, Objet::Conservation, conservation)
        .post("/conservation/reprendre", Action::Retirer, Objet::Conservation, reprendre)
        .post("/conservation/oppositions/{id}", Action::Retirer, Objet::Conservation, repondre)
        .get("/registre", Action::Consulter, Objet::PagePublique, page_registre)
        .get("/registre.csv", Action::Consulter, Objet::PagePublique, registre_csv)
        .avec(pages_effacer::site())
}

#[derive(FromQueryResult)]
struct AvisLu {
    jeune_id: Id<Jeune>,
    nom: String,
    prenom: String,
    donne_le: Date,
    echeance: Date,
}

impl AvisLu {
    fn qui(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
    fn donne(&self) -> String {
        date_longue(self.donne_le)
    }
    fn jour(&self) -> String {
        date_longue(self.echeance)
    }
}

impl EnAttente {
    fn qui(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
    fn recue(&self) -> String {
        date_longue(self.recue_le.date_paris())
    }
}

#[derive(FromQueryResult)]
struct ParMotif {
    motif: String,
    nombre: i64,
}

#[derive(Template)]
#[template(path = "conservation/pages/conservation.html")]
struct PageConservation {
    cadre: Cadre,
    avis: Vec<AvisLu>,
    total: i64,
    oppositions: Vec<EnAttente>,
    effaces: Vec<(&'static str, String)>,
    retenues: Vec<String>,
    aujourdhui: String,
}

async fn avis_ouverts(conn: &impl Executeur, accorde: &Accorde) -> Resultat<Vec<AvisLu>> {
    accorde.pour(&[Action::Consulter], &[Objet::Conservation])?;
    let sql = "SELECT a.jeune_id, j.nom, j.prenom, a.donne_le, a.echeance FROM conservation_avis a \
               JOIN jeunes j ON j.id = a.jeune_id WHERE a.leve_le IS NULL ORDER BY a.echeance, j.nom_plie LIMIT $1";
    db::lignes(conn, sql, [MONTRES.into()]).await
}

async fn conservation(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let conn = etat.base.lecture();
    let total = db::compter(conn, "SELECT count(*) FROM conservation_avis WHERE leve_le IS NULL", []).await?;
    let sql = "SELECT motif, count(*) AS nombre FROM effacements GROUP BY motif";
    let lus: Vec<ParMotif> = db::lignes(conn, sql, []).await?;
    let combien = |code: &str| lus.iter().find(|m| m.motif == code).map_or(0, |m| m.nombre);
    page(PageConservation {
        aujourdhui: date_longue(etat.horloge.aujourdhui()),
        retenues: destruction::retenues(conn).await?.iter().map(ToString::to_string).collect(),
        cadre,
        avis: avis_ouverts(conn, &accorde).await?,
        total,
        oppositions: oppositions::en_attente(conn).await?,
        effaces: MOTIFS.choix().into_iter().map(|(code, libelle)| (libelle, nombre(combien(code)))).collect(),
    })
}

async fn reprendre(g: Geste) -> Page {
    if g.recu.brut("compris") != "oui" {
        return Err(Erreur::Demande("Cochez la case qui dit que la date est la bonne, puis recommencez.".into()));
    }
    if destruction::retenues(g.tx()).await?.is_empty() {
        return Err(Erreur::Demande("Rien n'attend d'être confirmé.".into()));
    }
    if !destruction::donner_parole(g.tx(), g.maintenant(), g.acteur()).await? {
        return Err(Erreur::Demande("La date est déjà confirmée : les effacements reprennent dans l'heure.".into()));
    }
    g.conclure("/conservation", "Date confirmée : les effacements reprennent dans l'heure.").await
}

async fn repondre(Path(id): Path<Id<Opposition>>, g: Geste) -> Page {
    let texte = Texte::lire(g.recu.brut("reponse"), REPONSE_MAX).map_err(|e| Erreur::Demande(e.to_string()))?;
    let acceptee = match g.recu.brut("decision") {
        "accepter" => true,
        "refuser" if texte.is_empty() => {
            return Err(Erreur::Demande("Écrivez pourquoi l'opposition est refusée : la personne le lira.".into()));
        }
        "refuser" => false,
        _ => return Err(Erreur::Demande("Choisissez d'accepter ou de refuser l'opposition.".into())),
    };
    if !oppositions::repondre(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), id, acceptee, &texte).await? {
        return Err(Erreur::Introuvable);
    }
    g.conclure("/conservation", "Réponse enregistrée : la personne la lit dans son espace.").await
}

struct LigneRegistre {
    colonne: &'static str,
    sens: &'static str,
    sensibilite: &'static str,
    effacement: &'static str,
}

struct TableRegistre {
    nom: &'static str,
    finalite: &'static str,
    base: &'static str,
    duree: &'static str,
    lecteurs: &'static str,
    lignes: Vec<LigneRegistre>,
}

fn tables(personnes: Personnes) -> Vec<TableRegistre> {
    let lire = |(nom, t): (&'static String, &'static super::Table)| TableRegistre {
        nom,
        finalite: &t.finalite,
        base: mots(&t.base),
        duree: mots(&t.duree),
        lecteurs: &t.lecteurs,
        lignes: t
            .champs
            .iter()
            .map(|(colonne, c)| LigneRegistre {
                colonne,
                sens: c.sens(),
                sensibilite: mots(c.sensibilite()),
                effacement: oubli_dit(personnes, nom, colonne),
            })
            .collect(),
    };
    registre().iter().map(lire).collect()
}

#[derive(Template)]
#[template(path = "conservation/pages/registre.html")]
struct PageRegistre {
    cadre: Cadre,
    tables: Vec<TableRegistre>,
}

async fn page_registre(State(etat): State<Etat>, cadre: Cadre) -> Page {
    page(PageRegistre { cadre, tables: tables(etat.personnes) })
}

async fn registre_csv(State(etat): State<Etat>) -> Page {
    let interne = |e: passerelle_documents::Erreur| Erreur::Interne(e.to_string());
    let titres = ["table", "colonne", "sens", "sensibilite", "effacement", "finalite", "base", "duree", "lecteurs"];
    let colonnes: Vec<Colonne> = titres.iter().map(|t| Colonne::texte(t, *t)).collect();
    let mut csv = EcrivainCsv::nouveau(Vec::new(), &colonnes).map_err(interne)?;
    for t in tables(etat.personnes) {
        for l in &t.lignes {
            let textes =
                [t.nom, l.colonne, l.sens, l.sensibilite, l.effacement, t.finalite, t.base, t.duree, t.lecteurs];
            csv.ligne(&textes.map(Into::into)).map_err(interne)?;
        }
    }
    Ok(telecharger("registre.csv", csv.finir().map_err(interne)?))
}
