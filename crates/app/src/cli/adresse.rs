//! Where the facts are: the option that commands on a base share.

use clap::Args;

use passerelle_socle::db::{self, Base, Ouverture};

/// Where the facts are.
#[derive(Clone, Debug, Args)]
pub(crate) struct Adresse {
    /// Base de données : `sqlite:fichier.db` ou `postgres://utilisateur@hote/base`.
    #[arg(long, env = "PASSERELLE_BASE", default_value = "sqlite:passerelle.db", global = true)]
    pub base: String,
}

impl Adresse {
    /// Opens the base, up to date.
    pub async fn ouvrir(&self) -> anyhow::Result<Base> {
        Ok(Ouverture::adresse(&self.base).ouvrir().await?)
    }

    /// Whether the base is a file that does not exist: reading it would create an empty one.
    pub fn absente(&self) -> bool {
        self.base.starts_with("sqlite:") && !db::fichier_sqlite(&self.base).exists()
    }
}
