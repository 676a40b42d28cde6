//! Bringing two files together, by hand: finding the other, choosing field by field, undoing.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, lire_date};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::doublons::{self, Doublon};
use super::formulaire::{Champ, Formulaire, Saisie, colonnes};
use super::fusion::{self, DeuxFiches, ErreurFusion, Fusion};
use super::recherche::Recherche;
use super::saisie_store as store;
use super::separation;
use crate::accompagnements::{GesteDossier, dossier};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Selection};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{
    Cadre, Erreur, Etape, Etat, Geste, Page, Parametres, Site, entete_simple, nom_complet, page,
};

/// People offered at most.
const OFFERTS: i64 = 10;

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/fusions", Action::Modifier, Objet::Jeunes, fusions)
        .get("/jeunes/{id}/fusionner/{sous_id}", Action::Modifier, Objet::Jeunes, comparer)
        .post("/jeunes/{id}/fusionner/{sous_id}", Action::Modifier, Objet::Jeunes, fusionner)
        .post("/jeunes/{id}/fusions/{sous_id}/defaire", Action::Modifier, Objet::Jeunes, defaire)
}

impl From<ErreurFusion> for Erreur {
    fn from(e: ErreurFusion) -> Self {
        match e {
            ErreurFusion::Base(e) => e.into(),
            dite => Self::dite(&dite),
        }
    }
}

/// A merge that was made.
struct Passee {
    id: Id<Fusion>,
    le: String,
    par: String,
    retires: i64,
    defaite: bool,
}

#[derive(FromQueryResult)]
struct PasseeLue {
    id: Id<Fusion>,
    faite_le: Instant,
    par: Option<String>,
    retires: i64,
    defaite: bool,
}

#[derive(FromQueryResult)]
struct Trouve {
    id: Id<Jeune>,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
}

#[derive(Template)]
#[template(path = "jeunes/pages/fusions.html")]
struct PageFusions {
    cadre: Cadre,
    nom: String,
    fiche: String,
    q: String,
    trouves: Vec<(Id<Jeune>, String, String)>,
    semblables: Vec<Doublon>,
    passees: Vec<Passee>,
}

fn nom_de(connu: &Formulaire) -> String {
    nom_complet(connu.lire("prenom"), connu.lire("nom"))
}

fn fil(cadre: Cadre, nom: &str, fiche: &str, ici: &str) -> Cadre {
    cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::vers(nom, fiche), Etape::ici(ici)])
}

async fn fusions(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Jeune>>,
    p: Parametres,
) -> Page {
    let (maintenant, jour) = (etat.horloge.maintenant(), etat.horloge.aujourdhui());
    let tx = etat.base.en_lisant().await?;
    let ouvert = dossier(&tx, &etat, &accorde, id).await?;
    let connu = store::lire(&tx, id).await?.ok_or(Erreur::Introuvable)?;
    let q = p.lire("q").to_owned();
    let trouves = trouver(&tx, &accorde, jour, &q, id).await?;
    let semblables = doublons::chercher(&tx, &accorde, jour, &connu.traits(), Some(id)).await?;
    let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(id).detail("doublons");
    journal::ecrire(&tx, maintenant, ouvert.accorde().acteur(), entree);
    let passees = passees(&tx, id).await?;
    tx.commit().await?;
    let (nom, fiche) = (nom_de(&connu), format!("/jeunes/{id}"));
    let cadre = fil(cadre, &nom, &fiche, "Réunir deux fiches");
    page(PageFusions { cadre, nom, fiche, q, trouves, semblables, passees })
}

async fn trouver(
    conn: &impl Executeur,
    accorde: &Accorde,
    jour: Date,
    q: &str,
    sauf: Id<Jeune>,
) -> Resultat<Vec<(Id<Jeune>, String, String)>> {
    accorde.pour(&[Action::Modifier], &[Objet::Jeunes])?;
    let recherche = Recherche::lire(conn, q).await?;
    if !recherche.nominative() {
        return Ok(vec![]);
    }
    let tous = Selection::nouvelle("j.id, j.nom, j.prenom, j.date_naissance", "jeunes j", "")
        .telle("j.fusionne_dans IS NULL AND j.efface_le IS NULL");
    let perimetre = accorde.perimetre();
    let selection = recherche.restreindre(recherche.appliquer(tous, &perimetre), &perimetre, jour);
    let lus = selection.ou("j.id <> ?", sauf).ordre("j.nom_plie, j.id").page(conn, 0, OFFERTS).await?;
    let lus: Vec<Trouve> = lus.iter().map(|l| Trouve::from_query_result(l, "")).collect::<Result<_, _>>()?;
    let ne = |d: Option<Date>| d.map(|d| format!(", {}", passerelle_base::date_courte(d))).unwrap_or_default();
    Ok(lus.into_iter().map(|t| (t.id, nom_complet(&t.prenom, &t.nom), ne(t.date_naissance))).collect())
}

async fn passees(conn: &impl Executeur, garde: Id<Jeune>) -> Resultat<Vec<Passee>> {
    let sql = "SELECT f.id, f.faite_le, c.nom AS par, f.defaite_le IS NOT NULL AS defaite, \
               (SELECT count(*) FROM fusions_lignes l WHERE l.fusion_id = f.id AND l.geste = 'retiree') AS retires \
               FROM fusions f LEFT JOIN comptes c ON c.id = f.faite_par WHERE f.garde_id = $1 ORDER BY f.faite_le DESC, f.id DESC";
    let lues: Vec<PasseeLue> = db::lignes(conn, sql, [garde.into()]).await?;
    let dire = |l: PasseeLue| Passee {
        id: l.id,
        le: entete_simple(l.faite_le),
        par: l.par.unwrap_or_else(|| "la ligne de commande".into()),
        retires: l.retires,
        defaite: l.defaite,
    };
    Ok(lues.into_iter().map(dire).collect())
}

/// A field, side by side.
struct Cote {
    champ: &'static Champ,
    garde: String,
    autre: String,
    /// Whether the other's is proposed: ours says nothing.
    propose: bool,
}

#[derive(Template)]
#[template(path = "jeunes/pages/fusionner.html")]
struct PageFusionner {
    cadre: Cadre,
    garde: String,
    autre: String,
    fiche: String,
    adresse: String,
    differents: Vec<Cote>,
    pareils: Vec<Cote>,
}

/// The two files, both open to be changed by this reader.
async fn deux(
    conn: &impl Executeur,
    etat: &Etat,
    accorde: &Accorde,
    DeuxFiches { garde, absorbe }: DeuxFiches,
) -> Result<(Formulaire, Formulaire), Erreur> {
    if garde == absorbe {
        return Err(Erreur::Introuvable);
    }
    for qui in [garde, absorbe] {
        dossier(conn, etat, accorde, qui).await?;
    }
    let gardee = store::lire(conn, garde).await?.ok_or(Erreur::Introuvable)?;
    Ok((gardee, store::lire(conn, absorbe).await?.ok_or(Erreur::Introuvable)?))
}

async fn comparer(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, autre)): Path<(Id<Jeune>, Id<Jeune>)>,
) -> Page {
    let tx = etat.base.en_lisant().await?;
    let (garde, absorbe) = deux(&tx, &etat, &accorde, DeuxFiches { garde: id, absorbe: autre }).await?;
    for qui in [id, autre] {
        let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(qui).detail("fusion");
        journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    }
    tx.commit().await?;
    let cote = |champ: &'static Champ| Cote {
        champ,
        garde: dit(champ, garde.lire(champ.cle)),
        autre: dit(champ, absorbe.lire(champ.cle)),
        propose: garde.lire(champ.cle).is_empty(),
    };
    let (pareils, differents) = colonnes().map(cote).partition(|c| c.garde == c.autre);
    let (nom, fiche) = (nom_de(&garde), format!("/jeunes/{id}"));
    page(PageFusionner {
        cadre: fil(cadre, &nom, &fiche, "Réunir deux fiches"),
        garde: nom,
        autre: nom_de(&absorbe),
        adresse: format!("{fiche}/fusionner/{autre}"),
        fiche,
        differents,
        pareils,
    })
}

/// A value as people read it.
fn dit(champ: &Champ, valeur: &str) -> String {
    match champ.saisie {
        _ if valeur.is_empty() => "non connu".into(),
        Saisie::Date => lire_date(valeur).map_or_else(|_| valeur.to_owned(), passerelle_base::date_courte),
        Saisie::Telephone => {
            valeur.parse::<passerelle_base::Telephone>().map_or_else(|_| valeur.to_owned(), |t| t.affiche())
        }
        Saisie::Choix(choix) => choix()
            .into_iter()
            .find(|(c, _)| *c == valeur)
            .map_or_else(|| valeur.to_owned(), |(_, mots)| mots.to_owned()),
        _ if champ.cle == "commune_insee" => passerelle_socle::referentiels::commune(valeur).to_owned(),
        _ => valeur.to_owned(),
    }
}

async fn fusionner(Path((id, autre)): Path<(Id<Jeune>, Id<Jeune>)>, g: Geste) -> Page {
    let qui = DeuxFiches { garde: id, absorbe: autre };
    deux(g.tx(), &g.etat, &g.accorde, qui).await?;
    fusion::fusionner(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), qui, &g.recu.ou("autre")).await?;
    g.mener(format!("/jeunes/{id}/fusions"), "Les deux fiches n'en font plus qu'une.").await
}

async fn defaire(Path((_, fusion)): Path<(Id<Jeune>, Id<Fusion>)>, g: GesteDossier) -> Page {
    let garde = g.jeune();
    let sql = "SELECT count(*) FROM fusions WHERE id = $1 AND garde_id = $2";
    if db::compter(g.tx(), sql, [fusion.into(), garde.into()]).await? == 0 {
        return Err(Erreur::Introuvable);
    }
    separation::defaire(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), fusion).await?;
    g.conclure(format!("/jeunes/{garde}/fusions"), "Les deux fiches sont de nouveau séparées.").await
}
