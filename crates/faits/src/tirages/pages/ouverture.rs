//! A draw opened to a page: its rules, its trail, its sites counted.

use std::collections::HashMap;

use passerelle_tirage::Protocole;

use crate::tirages::rules::manque;
use crate::tirages::store::{self, Effectif, Tirage};
use passerelle_socle::db::{Executeur, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etape};

/// The trail of a page inside a draw.
pub(super) fn fil(cadre: Cadre, t: &Tirage, ici: Option<&str>) -> Cadre {
    let tous = Etape::vers("Tirages au sort", "/tirages");
    match ici {
        Some(ici) => cadre.fil([tous, Etape::vers(t.titre.clone(), t.chemin()), Etape::ici(ici)]),
        None => cadre.fil([tous, Etape::ici(t.titre.clone())]),
    }
}

pub(super) async fn lire(conn: &impl Executeur, id: Id<Tirage>) -> Result<(Tirage, Protocole), Erreur> {
    let t = store::lire(conn, id).await?.ok_or(Erreur::Introuvable)?;
    let protocole = regles(&t)?;
    Ok((t, protocole))
}

pub(super) fn regles(t: &Tirage) -> Result<Protocole, Erreur> {
    // They were read by the same engine when they came.
    t.regles().map_err(|e| Erreur::Interne(e.to_string()))
}

/// A draw whose list may still change, held until the commit.
pub(super) async fn ouverte(tx: &Tx, id: Id<Tirage>) -> Result<(Tirage, Protocole), Erreur> {
    let t = store::tenir(tx, id).await?.ok_or(Erreur::Introuvable)?;
    t.ferme().map_or(Ok(()), |phrase| Err(Erreur::Demande(phrase)))?;
    let protocole = regles(&t)?;
    Ok((t, protocole))
}

/// A site, counted against its places.
pub(super) struct SiteVu {
    pub nom: String,
    pub ratios: Vec<String>,
    pub a_tirer: i64,
    pub exclus: i64,
    pub places: Option<i64>,
    pub manque: Option<i64>,
}

pub(super) fn sites(protocole: &Protocole, groupes: &[Effectif], avant: &HashMap<String, i64>) -> Vec<SiteVu> {
    let de = |code: &str, n: fn(&Effectif) -> i64| groupes.iter().filter(|g| g.site == code).map(n).sum::<i64>();
    let vu = |s: &passerelle_tirage::Site| {
        let a_tirer = de(&s.code, |g| g.a_tirer);
        let places = s.capacite.map(|c| (i64::from(c) - avant.get(&s.code).copied().unwrap_or(0)).max(0));
        SiteVu {
            nom: if s.nom.is_empty() { s.code.clone() } else { format!("{} ({})", s.nom, s.code) },
            ratios: s.ratios.iter().map(ToString::to_string).collect(),
            a_tirer,
            exclus: de(&s.code, |g| g.exclus),
            places,
            manque: manque(a_tirer, places),
        }
    };
    protocole.sites().iter().map(vu).collect()
}
