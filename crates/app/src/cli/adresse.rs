//! Where the facts are: the option that commands on a base share.

use std::path::PathBuf;

use clap::Args;

use passerelle_socle::db::{self, Base, Ouverture};

/// Where the facts are.
#[derive(Clone, Debug, Args)]
pub(crate) struct Adresse {
    /// Base de données : `sqlite:fichier.db` ou `postgres://utilisateur@hote/base`.
    #[arg(long, env = "PASSERELLE_BASE", default_value = "sqlite:passerelle.db", global = true)]
    pub base: String,
    /// Fichier de la clé qui scelle les secrets de la base ; par défaut à côté d'un fichier SQLite (`passerelle.db.cle`), ou
    /// `passerelle.cle` dans le dossier courant. Gardez-en une copie à part.
    #[arg(long, env = "PASSERELLE_CLE", global = true)]
    pub cle: Option<PathBuf>,
}

impl Adresse {
    /// A base named by another option; its key is where the environment says.
    pub fn de(base: &str) -> Self {
        Self { base: base.to_owned(), cle: std::env::var_os("PASSERELLE_CLE").map(Into::into) }
    }

    /// Opens the base, up to date.
    pub async fn ouvrir(&self) -> anyhow::Result<Base> {
        Ok(Ouverture::adresse(&self.base).cle(self.cle.clone()).ouvrir().await?)
    }

    /// Whether the base is a file that does not exist: reading it would create an empty one.
    pub fn absente(&self) -> bool {
        self.base.starts_with("sqlite:") && !db::fichier_sqlite(&self.base).exists()
    }
}
