//! Two files of filters (`apparier cles --clk`): linked by whoever does not hold the secret.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use passerelle_appariement::{Clk, Registre, apparier_clk};
use passerelle_base::pluriel;

/// Whether the files hold filters and nothing else.
pub(super) fn est_code(registre: &Registre) -> bool {
    matches!(registre.colonnes(), [seule] if seule.nom == "clk")
}

pub(super) fn executer(registre: &Registre, seuil: f64, seuil_revue: f64, sortie: &Path) -> anyhow::Result<ExitCode> {
    if !registre.deux_sources() {
        bail!("les filtres d'un seul fichier ne s'apparient pas : donnez aussi celui de l'autre organisme");
    }
    let lire = |rangs: std::ops::Range<usize>| -> anyhow::Result<(Vec<usize>, Vec<Clk>)> {
        let (mut qui, mut filtres) = (Vec::new(), Vec::new());
        for rang in rangs.filter(|r| !registre.valeur(*r, 0).is_empty()) {
            let filtre = Clk::lire(registre.valeur(rang, 0)).with_context(|| {
                format!(
                    "le code de « {} » n'est pas un filtre entier : reprenez le fichier d'origine",
                    registre.identifiant(rang)
                )
            })?;
            qui.push(rang);
            filtres.push(filtre);
        }
        Ok((qui, filtres))
    };
    let (qui_a, a) = lire(0..registre.fin_premiers())?;
    let (qui_b, b) = lire(registre.fin_premiers()..registre.taille())?;
    let mut paires = apparier_clk(&a, &b);
    paires.retain(|p| p.probabilite >= seuil_revue);
    paires.sort_by(|x, y| y.probabilite.total_cmp(&x.probabilite).then(x.a.cmp(&y.a)));
    let ecrire = || -> anyhow::Result<()> {
        let mut sortie = csv::WriterBuilder::new().delimiter(b';').from_path(sortie)?;
        sortie.write_record(["id_a", "id_b", "probabilite", "decision"])?;
        for p in &paires {
            let decision = if p.probabilite >= seuil { "lien" } else { "revue" };
            let probabilite = super::ecriture::probabilite(p.probabilite);
            sortie.write_record([
                registre.identifiant(qui_a[p.a]),
                registre.identifiant(qui_b[p.b]),
                &probabilite,
                decision,
            ])?;
        }
        Ok(sortie.flush()?)
    };
    ecrire().with_context(|| format!("{} ne s'écrit pas", sortie.display()))?;
    let liens = paires.iter().filter(|p| p.probabilite >= seuil).count();
    dire!(
        "{} et {} à revoir, dans {}.",
        pluriel(liens as i64, "lien", "liens"),
        pluriel((paires.len() - liens) as i64, "paire", "paires"),
        sortie.display()
    );
    Ok(ExitCode::SUCCESS)
}
