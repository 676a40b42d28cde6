//! Routes: a pair side by side.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_socle::ident::Id;
use uuid::Uuid;

use super::comparaison::{Comparaison, Titre, lue, suivi};
use super::model::{ETATS, GESTES};
use super::rules::pour_cent;
use super::store::{self, Decidee, Fiche, Paire};
use passerelle_gens::accompagnements::lien;
use passerelle_socle::access::{Accorde, Action, Faits, Jeune, Objet, may};
use passerelle_socle::db::Tx;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::vocabulaire::Vocabulaire;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Site, entete_simple, nom_complet, page};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().get("/rapprochements/{id}", Action::Consulter, Objet::Rapprochements, consulter)
}

/// A pair, open to its reader: the files that are there, and whether they may be brought together.
pub(super) struct Ouverte {
    pub paire: Paire,
    pub fiches: Vec<Fiche>,
    pub reunit: bool,
}

/// The file of somebody, for whoever may read it, and whether they may change it; `objet` is what was asked for.
pub(super) async fn fiche_ouverte(
    tx: &Tx,
    etat: &Etat,
    accorde: &Accorde,
    id: Id<Jeune>,
    objet: impl Into<Uuid> + Copy,
) -> Result<(Fiche, bool), Erreur> {
    let (acteur, jeune) = (accorde.acteur(), id);
    let refus = || Erreur::Refuse { objet: Objet::Rapprochements, id: objet.into() };
    let faits = Faits::sur(lien(tx, acteur, etat.horloge.aujourdhui(), jeune).await?.ok_or_else(refus)?);
    if may(acteur, Action::Consulter, Objet::Jeunes, &faits).is_err() {
        return Err(refus());
    }
    // Whoever keeps the pairs of the whole territory may change the files they are made of.
    let partout = may(acteur, Action::Modifier, Objet::Rapprochements, &Faits::default()).is_ok();
    let modifie = partout || may(acteur, Action::Modifier, Objet::Jeunes, &faits).is_ok();
    Ok((Fiche::une(tx, id).await?.ok_or(Erreur::Introuvable)?, modifie))
}

/// What was decided, in words: when and by whom, then what.
pub(super) fn dire_decisions<const N: usize>(
    decidees: Vec<Decidee>,
    gestes: &'static Vocabulaire<N>,
) -> Vec<(String, &'static str)> {
    let decrire = |d: Decidee| {
        let (qui, quand) = (d.par.as_deref().unwrap_or("la ligne de commande"), d.faite_le);
        let dit = format!("le {} par {qui}, probabilité montrée {}", entete_simple(quand), pour_cent(d.probabilite));
        (dit, gestes.libelle(gestes.code(&d.geste).unwrap_or_default()))
    };
    decidees.into_iter().map(decrire).collect()
}

/// Opens a pair to whoever may read both files; once they are one, to whoever may read that one.
pub(super) async fn ouvrir(tx: &Tx, etat: &Etat, accorde: &Accorde, id: Id<Paire>) -> Result<Ouverte, Erreur> {
    accorde.pour(&[Action::Consulter, Action::Repondre], &[Objet::Rapprochements])?;
    let Some(paire) = Paire::lire(tx, id).await? else {
        // What is not there is asked about as if it were nobody's: the same questions, the same refusal.
        fiche_ouverte(tx, etat, accorde, Id::nul(), id).await?;
        return Err(Erreur::Introuvable);
    };
    let qui = match paire.reunie {
        Some(une) => vec![une],
        None => vec![paire.a_id, paire.b_id],
    };
    let (mut fiches, mut reunit) = (Vec::new(), true);
    for id in qui {
        let (fiche, modifie) = fiche_ouverte(tx, etat, accorde, id, paire.id).await?;
        reunit &= modifie;
        fiches.push(fiche);
    }
    Ok(Ouverte { paire, fiches, reunit })
}

#[derive(Template)]
#[template(path = "pages/rapprochement.html")]
struct PageRapprochement {
    cadre: Cadre,
    adresse: String,
    titre: String,
    etat: &'static str,
    propose: bool,
    probabilite: String,
    /// Two files still, or the one that they became.
    deux: bool,
    comparaison: Comparaison,
    /// Whether a file was corrected since the pair was proposed.
    changee: bool,
    empreinte: String,
    reunit: bool,
    suivante: Option<Id<Paire>>,
    reste: i64,
    decisions: Vec<(String, &'static str)>,
}

async fn consulter(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Paire>>) -> Page {
    let (maintenant, jour) = (etat.horloge.maintenant(), etat.horloge.aujourdhui());
    let tx = etat.base.en_lisant().await?;
    let ouverte = ouvrir(&tx, &etat, &accorde, id).await?;
    for fiche in &ouverte.fiches {
        let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(fiche.id).detail("rapprochement");
        journal::ecrire(&tx, maintenant, accorde.acteur(), entree);
    }
    let decidees = store::decisions(&tx, id).await?;
    let (suivante, reste) = store::suivante(&tx, accorde.acteur(), jour, &ouverte.paire).await?;
    tx.commit().await?;
    let noms: Vec<(Id<Jeune>, String)> =
        ouverte.fiches.iter().map(|f| (f.id, nom_complet(&f.prenom, &f.nom))).collect();
    let empreinte = match &ouverte.fiches[..] {
        [a, b] => store::empreinte(&[a.clone(), b.clone()]),
        _ => ouverte.paire.empreinte.clone(),
    };
    let titre = noms.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join(" et ");
    let deux = noms.len() == 2;
    let titre_de = |(rang, (id, nom)): (usize, &(Id<Jeune>, String))| Titre {
        lien: Some(format!("/jeunes/{id}")),
        mots: if deux { format!("Fiche {}", rang + 1) } else { "Fiche réunie".into() },
        nom: nom.clone(),
    };
    let comparaison = Comparaison::nouvelle(
        noms.iter().enumerate().map(titre_de).collect(),
        ouverte.fiches.iter().map(suivi).collect(),
        &ouverte.paire.dits(),
        |champ| ouverte.fiches.iter().map(|f| lue(f, champ)).collect(),
    );
    page(PageRapprochement {
        cadre: cadre.fil([Etape::vers("Rapprochements", "/rapprochements"), Etape::ici(titre.clone())]),
        adresse: format!("/rapprochements/{id}"),
        titre,
        propose: ouverte.paire.etat == "propose",
        etat: ETATS.libelle(ETATS.code(&ouverte.paire.etat).unwrap_or_default()),
        probabilite: pour_cent(ouverte.paire.probabilite),
        deux,
        comparaison,
        changee: empreinte != ouverte.paire.empreinte,
        empreinte,
        reunit: ouverte.reunit,
        suivante,
        reste,
        decisions: dire_decisions(decidees, &GESTES),
    })
}
