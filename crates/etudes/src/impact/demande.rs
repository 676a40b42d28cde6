//! A computation that is asked for: read from a command line, or made by a page, and then printed as the command line that
//! asks for the same.

use std::path::Path;

use clap::{Parser, Subcommand};

use super::mots::{Mots, citer};
use super::sortie::{Format, Rapport};
use super::{bornes, estimer, liens, permuter, puissance, tables};

/// What is computed, and on what. What a page asks and what a command line is read into are one type, so the command
/// that a page shows is the computation that it made: reading what is printed gives the same request (see the tests).
#[derive(Clone, Debug, PartialEq, Parser)]
#[command(no_binary_name = true)]
pub struct Demande {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Clone, Debug, PartialEq, Subcommand)]
pub enum Geste {
    /// Différence entre traités et témoins, strate par strate ; ajustée si des covariables sont données.
    Difference(estimer::Difference),
    /// Différence ajustée à la manière de Lin : covariables centrées, un ajustement par bras.
    Lin(estimer::Lin),
    /// Effet sur ceux dont le tirage a changé la prise en charge (variables instrumentales).
    Iv(estimer::Iv),
    /// Bornes de l'effet quand un bras répond plus que l'autre.
    Lee(bornes::Lee),
    /// Bornes de l'effet quand il n'est pas sûr que les faits soient ceux de la personne (fiches réunies).
    Liens(liens::Liens),
    /// Test par permutation : le résultat parmi tous les tirages qui auraient pu avoir lieu.
    Permutation(permuter::Permutation),
    /// Compare les bras avant le programme, et dit qui a répondu après.
    Equilibre(tables::Equilibre),
    /// Plus petit effet décelable, avant l'étude (effectifs) ou après (données).
    Puissance(puissance::Puissance),
}

impl From<Geste> for Demande {
    fn from(geste: Geste) -> Self {
        Self { geste }
    }
}

impl Demande {
    /// The result, for programs and for people; files are looked for from `lieu`, and named as they were given.
    pub fn rapport(self, lieu: &Path) -> anyhow::Result<Rapport> {
        Ok(self.avec_format(lieu)?.0)
    }

    /// The result in the format asked for, on files looked for from here.
    pub fn texte(self) -> anyhow::Result<String> {
        let (rapport, format) = self.avec_format(Path::new(""))?;
        Ok(rapport.finir(format))
    }

    fn avec_format(self, lieu: &Path) -> anyhow::Result<(Rapport, Format)> {
        match self.geste {
            Geste::Difference(c) => c.executer(lieu),
            Geste::Lin(c) => c.executer(lieu),
            Geste::Iv(c) => c.executer(lieu),
            Geste::Lee(c) => c.executer(lieu),
            Geste::Liens(c) => c.executer(lieu),
            Geste::Permutation(c) => c.executer(lieu),
            Geste::Equilibre(c) => c.executer(lieu),
            Geste::Puissance(c) => c.executer(lieu),
        }
    }

    /// The words after `passerelle impact`. What a command supposes is left out.
    pub fn mots(&self) -> Vec<String> {
        match &self.geste {
            Geste::Difference(c) => c.mots(Mots::de("difference")),
            Geste::Lin(c) => c.mots(Mots::de("lin")),
            Geste::Iv(c) => c.mots(Mots::de("iv")),
            Geste::Lee(c) => c.mots(Mots::de("lee")),
            Geste::Liens(c) => c.mots(Mots::de("liens")),
            Geste::Permutation(c) => c.mots(Mots::de("permutation")),
            Geste::Equilibre(c) => c.mots(Mots::de("equilibre")),
            Geste::Puissance(c) => c.mots(Mots::de("puissance")),
        }
        .finir()
    }

    /// What to type to ask for the same.
    pub fn commande(&self) -> String {
        let mots: Vec<String> = self.mots().iter().map(|m| citer(m)).collect();
        format!("passerelle impact {}", mots.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every option of every command, at least once, with values that a shell or a reader of options could misread.
    const LIGNES: [&str; 13] = [
        "difference --donnees d.csv --traitement z --resultat y",
        "difference --donnees=-d.csv --traitement=-z --resultat=--y --variance hc3 --manquants exclure --format json",
        "difference --donnees d.csv --traitement z --resultat y --probabilites p --seuil 0.005",
        "lin --donnees d.csv --traitement z --resultat y --ajustement a,b --strates site,vague --grappes classe --variance cr2",
        "iv --donnees d.csv --traitement z --resultat y --prise p --instrument z,w --variance classique",
        "iv --donnees d.csv --traitement p --resultat y --instrument z --lien l --lien-minimal 0.955",
        "lee --donnees d.csv --traitement z --resultat y --observe o --troncature quantile",
        "liens --donnees d.csv --traitement z --resultat y --lien l --a-revoir r --bas=-1.5 --haut 5",
        "permutation --donnees d.csv --traitement z --resultat y --statistique interaction --tirages 7 --graine 3 --enumeration 0 --unilateral moins",
        "permutation --donnees d.csv --traitement z --resultats y1,y2 --probabilites p",
        "permutation --donnees d.csv --traitement z --resultat y --proces-verbal pv.json --identifiant qui --bras=-plus",
        "equilibre --donnees d.csv --traitement z --ajustement a --resultat y --tirages 12",
        "puissance --n 400 --part 0.3 --ecart-type 2 --r2 0.1 --icc 0.05 --taille-grappe 12 --seuil 0.01 --puissance 0.9 --unilateral --effet=-0.2 --format json",
    ];

    #[test]
    fn what_is_printed_asks_for_the_same() {
        let autres = [
            "puissance --donnees d.csv --traitement z --resultat y --ajustement a,b --strates s --grappes g --manquants exclure",
            "permutation --donnees d.csv --traitement z --resultat y --identifiant qui",
        ];
        for ligne in LIGNES.into_iter().chain(autres) {
            let demande = Demande::try_parse_from(ligne.split(' ')).unwrap_or_else(|e| panic!("{ligne}: {e}"));
            let relue = Demande::try_parse_from(demande.mots()).unwrap_or_else(|e| panic!("{ligne}: {e}"));
            assert_eq!(relue, demande, "{ligne}");
            // Nothing is said that need not be.
            assert!(demande.mots().len() <= ligne.split(' ').count(), "{:?}", demande.mots());
        }
    }

    #[test]
    fn every_option_is_in_the_lines_above() {
        use clap::CommandFactory;
        for commande in Demande::command().get_subcommands() {
            let lignes = || LIGNES.iter().filter(|l| l.split(' ').next() == Some(commande.get_name()));
            assert!(lignes().next().is_some(), "{}", commande.get_name());
            for option in commande.get_arguments().filter_map(|a| a.get_long()).filter(|o| *o != "help") {
                let dite = |l: &&str| l.split(' ').any(|m| m.split('=').next() == Some(&format!("--{option}")));
                assert!(LIGNES.iter().any(dite), "{}: --{option}", commande.get_name());
            }
        }
    }
}
