//! The files of a linkage: columns recognised, social security numbers refused, records handed to the engine.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, anyhow, bail};
use passerelle_appariement::{Colonne, Decisions, ErreurAppariement, Modele, Nature, Registre, joindre, reconnaitre};
use passerelle_base::{contient_nir, plier_entete};

use super::ecran::Ecran;
use crate::echanges::TableauOuvert;

/// Rows between two moves of the bar.
const PAS: usize = 10_000;

/// One file, its columns recognised.
struct Source {
    nom: String,
    tableau: TableauOuvert,
    colonnes: Vec<Option<Colonne>>,
    identifiant: usize,
    /// The line of each record.
    lignes: Vec<u32>,
}

/// Reads one file or two into a register that can be linked.
pub(super) fn lire(premier: &Path, second: Option<&Path>, modele: &Modele, ecran: &Ecran) -> anyhow::Result<Registre> {
    let mut sources: Vec<Source> =
        std::iter::once(premier).chain(second).map(|c| Source::ouvrir(c, modele)).collect::<Result<_, _>>()?;
    let (colonnes, laissees) = joindre(&sources[0].colonnes, sources.get(1).map(|s| &s.colonnes[..]));
    if !laissees.is_empty() {
        let noms: Vec<&str> = laissees.iter().map(|c| c.nom.as_str()).collect();
        eprintln!("Colonnes laissées de côté, un seul fichier les a : {}.", noms.join(", "));
    }
    if colonnes.is_empty() {
        return Err(sans_colonne(&sources));
    }
    let mut registre = Registre::nouveau(colonnes.clone());
    ecran.barre.set_length(sources.iter().map(|s| s.tableau.taille()).sum());
    let lus = AtomicU64::new(0);
    for (rang, source) in sources.iter_mut().enumerate() {
        if rang == 1 {
            registre.seconde_source();
        }
        source.verser(&colonnes, &mut registre, &lus, ecran)?;
    }
    match registre.clore() {
        Ok(()) => Ok(registre),
        Err(ErreurAppariement::IdentifiantsDoubles { fichier, doubles }) => Err(sources[fichier].doubles(&doubles)),
        Err(ErreurAppariement::SourceVide(rang)) => {
            bail!("{} ne contient aucune personne sous ses en-têtes : il n'y a rien à apparier", sources[rang].nom)
        }
        Err(autre) => Err(autre.into()),
    }
}

fn sans_colonne(sources: &[Source]) -> anyhow::Error {
    let lues: Vec<String> = sources.iter().map(|s| format!("{} : {}", s.nom, s.tableau.entetes.join(", "))).collect();
    anyhow!("{} (en-têtes lus : {})", ErreurAppariement::SansColonne, lues.join(" ; "))
}

impl Source {
    fn ouvrir(chemin: &Path, modele: &Modele) -> anyhow::Result<Self> {
        let nom = chemin.display().to_string();
        let tableau = TableauOuvert::ouvrir(chemin).map_err(|e| {
            // A file name may hold a number of social security: the sentence says so, the name is not said again.
            if contient_nir(&nom) { anyhow!("un des fichiers {e}") } else { anyhow!("{nom} {e}") }
        })?;
        if tableau.melange() {
            bail!(
                "{nom} mélange deux encodages (UTF-8 et Windows-1252), ses accents ne sont pas sûrs : enregistrez-le en CSV UTF-8"
            );
        }
        if tableau.entetes.iter().any(|e| contient_nir(e)) {
            bail!("{nom} porte un numéro de sécurité sociale dans ses en-têtes : retirez-le, il n'est ni lu ni gardé");
        }
        for avis in tableau.avis() {
            eprintln!("{nom} : {avis}");
        }
        let mut colonnes = reconnaitre(&tableau.entetes, &modele.colonnes);
        let ignorees: Vec<String> = modele.ignorer.iter().map(|e| plier_entete(e)).collect();
        for (colonne, entete) in colonnes.iter_mut().zip(&tableau.entetes) {
            if ignorees.contains(&plier_entete(entete)) {
                *colonne = None;
            }
        }
        let rang = |nature: Nature| colonnes.iter().position(|c| c.as_ref().is_some_and(|c| c.nature == nature));
        if let Some(rang) = rang(Nature::Nir) {
            bail!(
                "{nom} a une colonne de numéros de sécurité sociale (« {} ») : retirez-la, Passerelle ne lit ni ne garde jamais ce numéro",
                tableau.entetes[rang]
            );
        }
        let identifiant = rang(Nature::Identifiant).ok_or_else(|| {
            anyhow!(
                "{nom} n'a pas de colonne d'identifiants (en-têtes lus : {}) : ajoutez une colonne « identifiant », ou nommez-la dans le modèle",
                tableau.entetes.join(", ")
            )
        })?;
        Ok(Self { nom, tableau, colonnes, identifiant, lignes: Vec::new() })
    }

    /// Hands the rows to the register.
    fn verser(
        &mut self,
        colonnes: &[Colonne],
        registre: &mut Registre,
        lus: &AtomicU64,
        ecran: &Ecran,
    ) -> anyhow::Result<()> {
        let place = |c: &Colonne| self.colonnes.iter().position(|l| l.as_ref() == Some(c));
        let places: Vec<Option<usize>> = colonnes.iter().map(place).collect();
        let (identifiant, lignes) = (self.identifiant, &mut self.lignes);
        let mut refus = None;
        let lu = self.tableau.lignes(lus, |ligne, rangee| {
            // Every cell, those left aside too: the number is not to be handled at all.
            if let Some(colonne) = rangee.iter().position(contient_nir) {
                refus = Some((ligne, Some(colonne)));
                return false;
            }
            let id = rangee.get(identifiant).unwrap_or_default().trim();
            if id.is_empty() {
                refus = Some((ligne, None));
                return false;
            }
            registre.ajouter(id, places.iter().map(|p| p.and_then(|p| rangee.get(p)).unwrap_or_default()));
            lignes.push(ligne as u32);
            if lignes.len().is_multiple_of(PAS) {
                ecran.barre.set_position(lus.load(Ordering::Relaxed));
            }
            true
        });
        lu.map_err(|e| anyhow!("{} {e}", self.nom))?;
        match refus {
            None => Ok(()),
            Some((ligne, None)) => {
                bail!("{}, ligne {ligne} : l'identifiant est vide ; donnez-en un à chaque personne", self.nom)
            }
            Some((ligne, Some(colonne))) => bail!(
                "{}, ligne {ligne} : la colonne « {} » contient un numéro de sécurité sociale ; retirez-le, Passerelle ne lit ni ne garde jamais ce numéro",
                self.nom,
                self.tableau.entetes.get(colonne).map_or("sans en-tête", String::as_str)
            ),
        }
    }

    fn doubles(&self, doubles: &[(usize, usize)]) -> anyhow::Error {
        let mut dits: Vec<String> = doubles
            .iter()
            .take(10)
            .map(|(a, b)| format!("lignes {} et {}", self.lignes[*a], self.lignes[*b]))
            .collect();
        if doubles.len() > 10 {
            dits.push(format!("et {} autres", doubles.len() - 10));
        }
        anyhow!(
            "{} : {} en double ({}) ; chaque ligne doit avoir le sien, corrigez-les avant d'apparier",
            self.nom,
            passerelle_base::pluriel(doubles.len() as i64, "identifiant", "identifiants"),
            dits.join(", ")
        )
    }
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
