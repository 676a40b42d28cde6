//! What the storeys above read of draws: the candidacies of one person, told to them or to whoever answers for them; and
//! the draws that were made, for a study to start from.

use std::collections::HashMap;

use passerelle_base::{Date, plier};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use passerelle_tirage::rejouer;

use super::candidats::{self, Candidat};
use super::model::Etat;
use super::store;
use super::store::{Tirage, UnCandidat};
use passerelle_socle::access::{Accorde, Action, Champ, Faits, Jeune, Objet, may};
use passerelle_socle::db::{Base, Executeur, Resultat};
use passerelle_socle::fait::Fait;
use passerelle_socle::web::Erreur;

/// One person's place in a draw, group included: for them, and for whoever may read their group.
#[derive(Clone, Debug)]
pub struct Candidature {
    /// Names the candidacy in its addresses.
    pub id: Id<UnCandidat>,
    /// Title of the draw.
    pub titre: String,
    /// The day they were entered.
    pub saisie: Date,
    /// Where the draw stands.
    pub etat: Etat,
    /// The day it was drawn; `None` before.
    pub tire: Option<Date>,
    /// Whether they were left out of the draw, for a reason of the protocol.
    pub exclue: bool,
    /// Their group; `None` before the draw, and for somebody beyond the places.
    pub groupe: Option<String>,
}

impl Candidature {
    fn de(c: Candidat) -> Self {
        Self {
            etat: c.etat(),
            id: c.id,
            titre: c.titre,
            saisie: c.saisi_le.date_paris(),
            tire: c.tire_le.map(Instant::date_paris),
            exclue: !c.exclusion.is_empty(),
            groupe: c.bras.filter(|b| b != passerelle_tirage::SURNOMBRE),
        }
    }

    /// To the person, in short sentences.
    pub fn dite(&self) -> String {
        match (self.exclue, self.etat, &self.groupe) {
            (true, ..) => {
                "Vous étiez sur la liste, sans être tiré au sort. Votre référent peut vous dire pourquoi.".into()
            }
            // Its usual name says nothing to whoever is not of the trade.
            (_, Etat::Tire, Some(groupe)) if plier(groupe) == "droit commun" => format!(
                "Le hasard vous a placé dans le groupe « {groupe} ». C'est l'accompagnement habituel, celui de tout le monde."
            ),
            (_, Etat::Tire, Some(groupe)) => format!("Le hasard vous a placé dans le groupe « {groupe} »."),
            (_, Etat::Tire, None) => {
                "Il y avait plus de personnes que de places. Vous êtes sur la liste d'attente.".into()
            }
            _ => "Vous êtes sur la liste. Le tirage n'est pas encore fait.".into(),
        }
    }
}

/// The candidacies of a person, the latest first. The caller has opened their file to them.
pub async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Candidature>> {
    Ok(candidats::du_jeune(conn, jeune).await?.into_iter().map(Candidature::de).collect())
}

/// The proof that a person was on the list, once it is drawn; it shows nobody else. The caller has opened their file.
pub async fn preuve(
    conn: &impl Executeur,
    jeune: Id<Jeune>,
    candidat: Id<UnCandidat>,
) -> Result<Option<String>, Erreur> {
    let Some(c) = candidats::lire(conn, jeune, candidat).await? else { return Ok(None) };
    let Some(minutes) = minutes_gardees(conn, c.tirage_id).await? else { return Ok(None) };
    let pv =
        rejouer(&minutes).map_err(|d| abimees(c.tirage_id, &d.first().map(ToString::to_string).unwrap_or_default()))?;
    let preuve = pv.preuve(&c.identifiant).map_err(|e| abimees(c.tirage_id, &e.to_string()))?;
    Ok(Some(preuve.json()))
}

/// The minutes of a draw as they are kept; `None` before it is made.
async fn minutes_gardees(conn: &impl Executeur, tirage: Id<Tirage>) -> Result<Option<String>, Erreur> {
    let octets = store::proces_verbal(conn, tirage).await?;
    octets.map(|o| String::from_utf8(o).map_err(|e| abimees(tirage, &e.to_string()))).transpose()
}

/// What is kept of a draw was checked when it came: that it no longer reads is told as such, not as nothing.
fn abimees(tirage: Id<Tirage>, quoi: &str) -> Erreur {
    Erreur::Interne(format!("ce qui est gardé du tirage {tirage} ne se relit pas ({quoi}) : reprenez une sauvegarde"))
}

/// A draw that was made here, as a study takes it.
#[derive(Clone, Debug)]
pub struct TirageFait {
    /// What [`minutes_du`] and [`inscrits`] take.
    pub id: Id<Tirage>,
    /// Title, from the protocol.
    pub titre: String,
    /// The day it was drawn.
    pub jour: Date,
    /// Its arms, as the minutes name them.
    pub bras: Vec<String>,
}

/// The draws that were made, the latest first, for whoever may take their minutes away.
pub async fn faits_ici(conn: &impl Executeur, accorde: &Accorde) -> Result<Vec<TirageFait>, Erreur> {
    accorde.pour(&[Action::Exporter], &[Objet::Tirages])?;
    let fait = |t: store::Tirage| {
        let jour = t.tire()?;
        let regles = t.regles().map_err(|e| abimees(t.id, &e.to_string()));
        Some(regles.map(|r| TirageFait { id: t.id, titre: t.titre, jour, bras: r.bras().to_vec() }))
    };
    store::publies(conn).await?.into_iter().filter_map(fait).collect()
}

/// The minutes of a draw, byte for byte, for the same people.
pub async fn minutes_du(conn: &impl Executeur, accorde: &Accorde, id: Id<Tirage>) -> Result<Option<String>, Erreur> {
    accorde.pour(&[Action::Exporter], &[Objet::Tirages])?;
    minutes_gardees(conn, id).await
}

/// Whose each pseudonym of a draw is. For a computation under other pseudonyms, never for a page.
pub async fn inscrits(conn: &impl Executeur, id: Id<Tirage>) -> Resultat<HashMap<String, Id<Jeune>>> {
    store::inscrits(conn, id).await
}

/// Those that the reader of a file may read.
pub(super) async fn faits(base: &Base, accorde: &Accorde, jeune: Id<Jeune>) -> Resultat<Vec<Fait>> {
    let lien = accorde.lien().copied().unwrap_or_default();
    let voit = |objet| lien.soi || may(accorde.acteur(), Action::Consulter, objet, &Faits::sur(lien)).is_ok();
    if !voit(Objet::Candidats) {
        return Ok(vec![]);
    }
    let mut faits = Vec::new();
    for c in du_jeune(base.lecture(), jeune).await? {
        let fait = Fait::nouveau(c.saisie, Champ::Parcours, "Sur la liste d'un tirage au sort").detail(&c.titre);
        let lien = (!lien.soi).then(|| ("Voir la candidature", format!("/jeunes/{jeune}/candidats")));
        faits.push(Fait { lien, ..fait });
        if let (Some(tire), Some(groupe), true) = (c.tire, &c.groupe, voit(Objet::Groupes)) {
            let fait = Fait::nouveau(tire, Champ::Parcours, format!("Tirage au sort : {groupe}"));
            faits.push(fait.detail(&c.titre));
        }
    }
    Ok(faits)
}
