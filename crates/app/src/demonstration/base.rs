//! Puts the demonstration into a base, and takes it out.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use passerelle_appariement::SansTemoin;
use passerelle_socle::temps::Horloge;

use super::territoire;
use crate::natures::NATURES;
use passerelle_gens::comptes;
use passerelle_socle::access::{Acteur, Action, Faits, Objet, may};
use passerelle_socle::db::{self, Base, Executeur, Resultat};
use passerelle_socle::echanges::{self, Mode, Temoin};

/// What a base holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Nothing.
    Vide,
    /// The demonstration, whole.
    Demonstration,
    /// The demonstration, cut short while it was being prepared.
    Inachevee,
    /// Somebody's facts.
    Reelle,
}

/// Looks at a base.
pub async fn etat(conn: &impl Executeur) -> Resultat<Etat> {
    #[derive(sea_orm::FromQueryResult)]
    struct Reglage {
        valeur: String,
    }
    let lu: Option<Reglage> = db::ligne(conn, "SELECT valeur FROM reglages WHERE cle = 'demonstration'", []).await?;
    Ok(match lu.map(|r| r.valeur).as_deref() {
        Some("prete") => Etat::Demonstration,
        Some(_) => Etat::Inachevee,
        None => {
            let sql = "SELECT (SELECT count(*) FROM imports WHERE mode = 'reel') + (SELECT count(*) FROM comptes)";
            if db::compter(conn, sql, []).await? == 0 { Etat::Vide } else { Etat::Reelle }
        }
    })
}

/// Loads the demonstration, unless it is there already.
pub async fn preparer(base: &Base, horloge: &dyn Horloge, temoin: &dyn Temoin) -> anyhow::Result<()> {
    match etat(base.lecture()).await? {
        Etat::Demonstration => return Ok(()),
        Etat::Reelle => bail!(
            "cette base contient de vrais enregistrements : la démonstration n'y sera pas ajoutée. \
             Choisissez une autre base avec --base"
        ),
        Etat::Vide | Etat::Inachevee => {}
    }
    regler(base, "en_cours").await?;
    let dossier = tempfile::tempdir()?;
    ecrire(dossier.path().to_path_buf())?;
    let accorde = may(&Acteur::Systeme, Action::Importer, Objet::Imports, &Faits::default())
        .map_err(|_| anyhow::anyhow!("la démonstration ne peut pas être importée"))?;
    let rapport = echanges::importer(
        base,
        horloge,
        &accorde,
        &NATURES,
        &[dossier.path().to_path_buf()],
        &Mode::default(),
        temoin,
    )
    .await?;
    if let Some(f) = rapport.fichiers.iter().find(|f| f.refuses > 0 || f.erreur.is_some()) {
        let motif = f.erreur.clone().or(f.refus.first().map(|r| r.motif.affiche())).unwrap_or_default();
        bail!("la livraison de démonstration est refusée ({} : {motif})", f.fichier);
    }
    if comptes::lister(base.lecture(), horloge.maintenant()).await?.is_empty() {
        super::aujourdhui::peupler(base, horloge).await?;
    }
    regler(base, "prete").await
}

/// Looks for people known twice, once: pairs wait to be reviewed.
pub async fn rapprocher(base: &Base, horloge: &dyn Horloge) -> anyhow::Result<()> {
    let faites = db::compter(base.lecture(), "SELECT count(*) FROM rapprochements_recherches", []).await?;
    if faites == 0 {
        passerelle_rapprochements::chercher(base, horloge, &Acteur::Systeme, Arc::new(SansTemoin)).await?;
    }
    Ok(())
}

async fn regler(base: &Base, valeur: &str) -> anyhow::Result<()> {
    let tx = base.transaction().await?;
    db::executer(&tx, "DELETE FROM reglages WHERE cle = 'demonstration'", []).await?;
    let sql = "INSERT INTO reglages (cle, valeur) VALUES ('demonstration', $1)";
    db::executer(&tx, sql, [valeur.into()]).await?;
    tx.commit().await?;
    Ok(())
}

/// Files brought into the demonstration that are not its own.
async fn ajoutes(conn: &impl Executeur) -> Resultat<Vec<String>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Importe {
        fichier: String,
        sha256: String,
    }
    let sql = "SELECT fichier, sha256 FROM imports WHERE mode = 'reel' AND crees + modifies > 0 ORDER BY commence_le";
    let importes: Vec<Importe> = db::lignes(conn, sql, []).await?;
    let siens: Vec<String> = territoire::livraison().iter().map(|f| db::empreinte(&f.octets)).collect();
    Ok(importes.into_iter().filter(|i| !siens.contains(&i.sha256)).map(|i| i.fichier).collect())
}

/// Writes the delivery as files.
pub fn ecrire(dossier: PathBuf) -> anyhow::Result<()> {
    std::fs::create_dir_all(&dossier).with_context(|| format!("le dossier {} ne se crée pas", dossier.display()))?;
    for fichier in territoire::livraison() {
        let chemin = dossier.join(fichier.nom);
        std::fs::write(&chemin, fichier.octets).with_context(|| format!("{} ne s'écrit pas", chemin.display()))?;
    }
    Ok(())
}

/// Takes the demonstration out of a base: every table of ours goes. Files that somebody brought
/// into it since are only destroyed when asked for (`tout`).
pub async fn effacer(base: Base, tout: bool) -> anyhow::Result<()> {
    if etat(base.lecture()).await? == Etat::Reelle {
        bail!("cette base contient de vrais enregistrements : rien n'a été effacé");
    }
    let ajoutes = ajoutes(base.lecture()).await?;
    if !tout && !ajoutes.is_empty() {
        bail!(
            "cette démonstration a reçu d'autres fichiers ({}) : rien n'a été effacé. Ajoutez --tout pour les effacer aussi",
            ajoutes.join(", ")
        );
    }
    base.detruire().await?;
    Ok(())
}
