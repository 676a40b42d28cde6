//! Who may be the same person: candidates by the base's indexes, compared one by one.
//!
//! Two questions, kept apart. Among those open to the reader, whoever is alike is shown, with what is alike. Out of their
//! sight, only whoever has the same name, given name and date of birth counts, and only as known (`hors_vue`).

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::{FromQueryResult, Value};

use super::rules::{Ressemblance, Traits, entier, ressemblance};
use crate::accompagnements;
use passerelle_socle::access::{Accorde, Action, Faits, Jeune, Objet, Perimetre, may};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::web::nom_complet;

/// Candidates compared at most, and likenesses told at most.
const COMPARES: i64 = 2_000;
const DITS: usize = 8;

/// Somebody who may be the same person, whose file is open to the reader.
#[derive(Clone, Debug)]
pub(super) struct Doublon {
    /// Who.
    pub id: Id<Jeune>,
    pub nom: String,
    /// The structure in charge.
    pub structure: Option<String>,
    /// What is alike.
    pub motif: &'static str,
}

#[derive(FromQueryResult)]
struct Lu {
    id: Id<Jeune>,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    telephone: Option<String>,
    courriel: Option<String>,
}

impl Lu {
    fn ressemblance(&self, a: &Traits) -> Option<Ressemblance> {
        let autre = Traits {
            nom: self.nom.clone(),
            prenom: self.prenom.clone(),
            naissance: self.date_naissance,
            telephone: self.telephone.clone(),
            courriel: self.courriel.clone(),
        };
        ressemblance(a, &autre)
    }
}

#[derive(FromQueryResult)]
struct Charge {
    nom: String,
}

/// Whether a file is open to this reader.
async fn visible(conn: &impl Executeur, accorde: &Accorde, jour: Date, jeune: Id<Jeune>) -> Resultat<bool> {
    let lien = accompagnements::lien(conn, accorde.acteur(), jour, jeune).await?;
    let voit = |l| may(accorde.acteur(), Action::Consulter, Objet::Jeunes, &Faits::sur(l)).is_ok();
    Ok(lien.is_some_and(voit))
}

/// People open to the reader who look like this one, the surest first; `sauf` is themself. What is out of sight is not
/// even compared: it would show in the time it takes.
pub(super) async fn chercher(
    conn: &impl Executeur,
    accorde: &Accorde,
    jour: Date,
    traits: &Traits,
    sauf: Option<Id<Jeune>>,
) -> Resultat<Vec<Doublon>> {
    accorde.pour(&[Action::Creer, Action::Modifier], &[Objet::Jeunes])?;
    let mut trouves: Vec<(Ressemblance, Lu)> = candidats(conn, &accorde.perimetre(), traits)
        .await?
        .into_iter()
        .filter(|lu| Some(lu.id) != sauf)
        .filter_map(|lu| Some((lu.ressemblance(traits)?, lu)))
        .collect();
    trouves.sort_by(|(a, x), (b, y)| (a, x.id).cmp(&(b, y.id)));
    let mut doublons = Vec::new();
    for (motif, lu) in trouves {
        if doublons.len() == DITS {
            break;
        }
        if !visible(conn, accorde, jour, lu.id).await? {
            continue;
        }
        let sql = format!(
            "SELECT s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
             WHERE a.jeune_id = $1 AND {} ORDER BY a.en_charge DESC, s.nom LIMIT 1",
            accompagnements::suit("a")
        );
        let charge: Option<Charge> = db::ligne(conn, &sql, [lu.id.into()]).await?;
        doublons.push(Doublon {
            id: lu.id,
            nom: nom_complet(&lu.prenom, &lu.nom),
            structure: charge.map(|c| c.nom),
            motif: motif.phrase(),
        });
    }
    Ok(doublons)
}

/// Those out of the reader's sight who have this name, this given name and this date of birth.
pub(super) async fn hors_de_vue(
    conn: &impl Executeur,
    accorde: &Accorde,
    jour: Date,
    traits: &Traits,
) -> Resultat<Vec<Id<Jeune>>> {
    accorde.pour(&[Action::Creer], &[Objet::Jeunes])?;
    let Some(naissance) = traits.naissance else { return Ok(vec![]) };
    let sql = format!(
        "{CANDIDATS} WHERE j.id IN (SELECT m.jeune_id FROM jeunes_mots m WHERE m.mot = $1 AND EXISTS \
         (SELECT 1 FROM jeunes_mots p WHERE p.mot = $2 AND p.jeune_id = m.jeune_id)) AND j.date_naissance = $3 \
         AND {VIVANTS} ORDER BY j.id LIMIT {COMPARES}"
    );
    let valeurs = [entier(&traits.nom).into(), entier(&traits.prenom).into(), naissance.into()];
    let lus: Vec<Lu> = db::lignes(conn, &sql, valeurs).await?;
    let mut trouves = Vec::new();
    for lu in lus.iter().filter(|lu| lu.ressemblance(traits) == Some(Ressemblance::Meme)) {
        if !visible(conn, accorde, jour, lu.id).await? {
            trouves.push(lu.id);
        }
    }
    Ok(trouves)
}

const CANDIDATS: &str = "SELECT j.id, j.nom, j.prenom, j.date_naissance, j.telephone, j.courriel FROM jeunes j";
const VIVANTS: &str = "j.fusionne_dans IS NULL AND j.efface_le IS NULL";

/// Those worth comparing: same telephone, same mail, same day of birth, same names in any order; with a link, now or in
/// the past, to the structure of the reader.
async fn candidats(conn: &impl Executeur, perimetre: &Perimetre, traits: &Traits) -> Resultat<Vec<Lu>> {
    let mut valeurs: Vec<Value> = vec![
        traits.telephone.clone().into(),
        traits.courriel.as_ref().map(|c| c.to_lowercase()).into(),
        traits.naissance.into(),
        entier(&traits.nom).into(),
        entier(&traits.prenom).into(),
    ];
    let lies = match perimetre {
        Perimetre::Tout => "1 = 1".to_owned(),
        Perimetre::Structure(structure) => {
            valeurs.push((*structure).into());
            accompagnements::lie_a("j.id", "$6")
        }
        Perimetre::Jeune(_) | Perimetre::Employeur(_) => return Ok(vec![]),
    };
    let sql = format!(
        "{CANDIDATS} WHERE j.id IN (\
         SELECT t.id FROM jeunes t WHERE t.telephone = $1 \
         UNION ALL SELECT c.id FROM jeunes c WHERE lower(c.courriel) = $2 \
         UNION ALL SELECT n.id FROM jeunes n WHERE n.date_naissance = $3 \
         UNION ALL SELECT m.jeune_id FROM jeunes_mots m WHERE m.mot = $4 AND EXISTS \
         (SELECT 1 FROM jeunes_mots p WHERE p.mot = $5 AND p.jeune_id = m.jeune_id)) \
         AND {VIVANTS} AND {lies} LIMIT {COMPARES}"
    );
    db::lignes(conn, &sql, valeurs).await
}
