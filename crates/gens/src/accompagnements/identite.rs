//! Whose file it is, for the pages inside it: their titles, their trail, the agreement of words.

use sea_orm::FromQueryResult;

use super::ouverture::Dossier;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Executeur};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etape, nom_complet};

/// Somebody, by name.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Qui {
    pub id: Id<Jeune>,
    /// Given name.
    pub prenom: String,
    /// Family name.
    pub nom: String,
    /// Whether words agree in the feminine.
    pub feminin: bool,
}

/// Reads it through an open file.
pub async fn qui(conn: &impl Executeur, dossier: &Dossier) -> Result<Qui, Erreur> {
    let sql = "SELECT id, prenom, nom, (sexe IS NOT NULL AND sexe = 'F') AS feminin FROM jeunes WHERE id = $1";
    db::ligne(conn, sql, [dossier.jeune().into()]).await?.ok_or(Erreur::Introuvable)
}

impl Qui {
    /// « Amina BELADOUR ».
    pub fn nom_complet(&self) -> String {
        nom_complet(&self.prenom, &self.nom)
    }
    /// Address of the record.
    pub fn chemin(&self) -> String {
        format!("/jeunes/{}", self.id)
    }
    /// The trail of a page inside the file.
    pub fn fil(&self, cadre: Cadre, ici: &str) -> Cadre {
        cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::vers(self.nom_complet(), self.chemin()), Etape::ici(ici)])
    }
}
