//! Which computation is asked for.

use clap::{Parser, Subcommand};

use super::sortie::{Format, Rapport};
use super::{bornes, estimer, liens, permuter, puissance, tables};

/// A computation, as the command line spells it.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
pub struct Calcul {
    #[command(subcommand)]
    geste: Geste,
}

#[derive(Debug, Subcommand)]
enum Geste {
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

impl Calcul {
    /// The result, for programs and for people.
    pub fn rapport(self) -> anyhow::Result<Rapport> {
        Ok(self.avec_format()?.0)
    }

    /// The result in the format asked for.
    pub fn texte(self) -> anyhow::Result<String> {
        let (rapport, format) = self.avec_format()?;
        Ok(rapport.finir(format))
    }

    fn avec_format(self) -> anyhow::Result<(Rapport, Format)> {
        match self.geste {
            Geste::Difference(c) => c.executer(),
            Geste::Lin(c) => c.executer(),
            Geste::Iv(c) => c.executer(),
            Geste::Lee(c) => c.executer(),
            Geste::Liens(c) => c.executer(),
            Geste::Permutation(c) => c.executer(),
            Geste::Equilibre(c) => c.executer(),
            Geste::Puissance(c) => c.executer(),
        }
    }
}
