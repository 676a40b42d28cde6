//! The files of a linkage, and the decisions given with them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicU64;

use anyhow::{Context, anyhow, bail};
use passerelle_appariement::{Decisions, ErreurAppariement, Modele, Registre, joindre};
use passerelle_base::plier_entete;

use super::ecran::Ecran;
use passerelle_rapprochements::Source;
use passerelle_socle::echanges::TableauOuvert;

/// The model of a file, or the default one.
pub(super) fn modele(chemin: Option<&Path>) -> anyhow::Result<Modele> {
    let Some(chemin) = chemin else { return Ok(Modele::default()) };
    let texte = std::fs::read_to_string(chemin).with_context(|| format!("{} ne se lit pas", chemin.display()))?;
    Modele::lire(&texte).with_context(|| chemin.display().to_string())
}

/// Reads one file or two into a register that can be linked.
pub(super) fn lire(premier: &Path, second: Option<&Path>, modele: &Modele, ecran: &Ecran) -> anyhow::Result<Registre> {
    let ouvrir = |chemin: &Path| Source::ouvrir(chemin, &chemin.display().to_string(), modele);
    let mut sources: Vec<Source> = std::iter::once(premier).chain(second).map(ouvrir).collect::<Result<_, _>>()?;
    sources.iter().flat_map(Source::avis).for_each(|avis| eprintln!("{avis}"));
    let (colonnes, laissees) = joindre(sources[0].colonnes(), sources.get(1).map(Source::colonnes));
    if !laissees.is_empty() {
        let noms: Vec<&str> = laissees.iter().map(|c| c.nom.as_str()).collect();
        eprintln!("Colonnes laissées de côté, un seul fichier les a : {}.", noms.join(", "));
    }
    if colonnes.is_empty() {
        return Err(sans_colonne(&sources));
    }
    let mut registre = Registre::nouveau(colonnes.clone());
    ecran.barre.set_length(sources.iter().map(Source::taille).sum());
    let lus = AtomicU64::new(0);
    for (rang, source) in sources.iter_mut().enumerate() {
        if rang == 1 {
            registre.seconde_source();
        }
        source.verser(&colonnes, &mut registre, &lus, &|lus| ecran.barre.set_position(lus))?;
    }
    match registre.clore() {
        Ok(()) => Ok(registre),
        Err(e @ ErreurAppariement::IdentifiantsDoubles { fichier, .. }) => Err(sources[fichier].refus(&e)),
        Err(e @ ErreurAppariement::SourceVide(rang)) => Err(sources[rang].refus(&e)),
        Err(autre) => Err(autre.into()),
    }
}

fn sans_colonne(sources: &[Source]) -> anyhow::Error {
    let lues: Vec<String> = sources.iter().map(|s| format!("{} : {}", s.nom(), s.entetes())).collect();
    anyhow!("{} (en-têtes lus : {})", ErreurAppariement::SansColonne, lues.join(" ; "))
}

/// Human decisions: `id_a;id_b;decision`.
pub(super) fn decisions(chemin: &Path, registre: &Registre) -> anyhow::Result<Decisions> {
    let tableau = TableauOuvert::ouvrir(chemin).map_err(|e| anyhow!("{} {e}", chemin.display()))?;
    let colonne = |nom: &str| {
        let trouvee = tableau.entetes.iter().position(|e| plier_entete(e) == plier_entete(nom));
        trouvee.with_context(|| format!("{} n'a pas de colonne « {nom} »", chemin.display()))
    };
    let (a, b, quoi) = (colonne("id_a")?, colonne("id_b")?, colonne("decision")?);
    let fin = registre.fin_premiers();
    let rangs = |de: std::ops::Range<usize>| de.map(|r| (registre.identifiant(r), r)).collect::<HashMap<_, _>>();
    let premiers = rangs(0..fin);
    let seconds = if registre.deux_sources() { rangs(fin..registre.taille()) } else { premiers.clone() };
    let (mut decisions, mut faute) = (Decisions::default(), None);
    let lu = tableau.lignes(&AtomicU64::new(0), |ligne, rangee| {
        let cellule = |c: usize| rangee.get(c).unwrap_or_default().trim();
        let paire = premiers.get(cellule(a)).copied().zip(seconds.get(cellule(b)).copied());
        match (paire, passerelle_base::plier(cellule(quoi)).as_str()) {
            (Some(paire), "lien") => decisions.liens.push(paire),
            (Some(paire), "separe") => decisions.separes.push(paire),
            (None, _) => {
                faute = Some(format!("ligne {ligne} : un des deux identifiants n'est dans aucun des fichiers"));
            }
            _ => faute = Some(format!("ligne {ligne} : la décision se dit « lien » ou « separe »")),
        }
        faute.is_none()
    });
    lu.map_err(|e| anyhow!("{} {e}", chemin.display()))?;
    match faute {
        None => Ok(decisions),
        Some(faute) => bail!("{}, {faute}", chemin.display()),
    }
}
