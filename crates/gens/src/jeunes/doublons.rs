//! Who may be the same person: candidates by the base's indexes, compared one by one.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::rules::{Ressemblance, Traits, ressemblance};
use crate::accompagnements;
use passerelle_socle::access::{Accorde, Action, Faits, Jeune, Objet, may};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::web::nom_complet;

/// Candidates compared at most, and likenesses told at most.
const COMPARES: i64 = 2_000;
const DITS: usize = 8;

/// Somebody who may be the same person.
#[derive(Clone, Debug)]
pub(super) struct Doublon {
    /// Who.
    pub id: Uuid,
    /// Their name, or its initials for who may not see them.
    pub nom: String,
    /// The structure in charge.
    pub structure: Option<String>,
    /// What is alike.
    pub motif: &'static str,
    /// Whether the file is open to the reader.
    pub visible: bool,
}

#[derive(FromQueryResult)]
struct Lu {
    id: Uuid,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    telephone: Option<String>,
    courriel: Option<String>,
}

#[derive(FromQueryResult)]
struct Charge {
    nom: String,
}

/// People who look like this one, the surest first; `sauf` is themself.
pub(super) async fn chercher(
    conn: &impl Executeur,
    (accorde, jour): (&Accorde, Date),
    traits: &Traits,
    sauf: Option<Uuid>,
) -> Resultat<Vec<Doublon>> {
    accorde.pour(&[Action::Creer, Action::Modifier], &[Objet::Jeunes])?;
    let mut trouves: Vec<(Ressemblance, Lu)> = candidats(conn, traits)
        .await?
        .into_iter()
        .filter(|lu| Some(lu.id) != sauf)
        .filter_map(|lu| {
            let autre = Traits {
                nom: lu.nom.clone(),
                prenom: lu.prenom.clone(),
                naissance: lu.date_naissance,
                telephone: lu.telephone.clone(),
                courriel: lu.courriel.clone(),
            };
            Some((ressemblance(traits, &autre)?, lu))
        })
        .collect();
    trouves.sort_by(|(a, x), (b, y)| (a, x.id).cmp(&(b, y.id)));
    let mut doublons = Vec::new();
    for (motif, lu) in trouves.into_iter().take(DITS) {
        let lien = accompagnements::lien(conn, accorde.acteur(), jour, Id::<Jeune>::from_uuid(lu.id)).await?;
        let voit = |l| may(accorde.acteur(), Action::Consulter, Objet::Jeunes, &Faits::sur(l)).is_ok();
        let visible = lien.is_some_and(voit);
        let sql = format!(
            "SELECT s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
             WHERE a.jeune_id = $1 AND {} ORDER BY a.en_charge DESC, s.nom LIMIT 1",
            accompagnements::suit("a")
        );
        let charge: Option<Charge> = db::ligne(conn, &sql, [lu.id.into()]).await?;
        doublons.push(Doublon {
            id: lu.id,
            nom: if visible { nom_complet(&lu.prenom, &lu.nom) } else { initiales(&lu.prenom, &lu.nom) },
            structure: charge.map(|c| c.nom),
            motif: motif.phrase(),
            visible,
        });
    }
    Ok(doublons)
}

/// « A… B… »: enough to recognise whom one knows, not to learn who it is.
fn initiales(prenom: &str, nom: &str) -> String {
    let une = |t: &str| t.trim().chars().next().map_or_else(String::new, |c| format!("{}…", c.to_uppercase()));
    format!("{} {}", une(prenom), une(nom)).trim().to_owned()
}

/// Those worth comparing: same telephone, same mail, same day of birth, same names in any order.
async fn candidats(conn: &impl Executeur, traits: &Traits) -> Resultat<Vec<Lu>> {
    let serre = |t: &str| passerelle_base::plier_entete(t);
    let sql = format!(
        "SELECT j.id, j.nom, j.prenom, j.date_naissance, j.telephone, j.courriel FROM jeunes j WHERE j.id IN (\
         SELECT t.id FROM jeunes t WHERE t.telephone = $1 \
         UNION ALL SELECT c.id FROM jeunes c WHERE lower(c.courriel) = $2 \
         UNION ALL SELECT n.id FROM jeunes n WHERE n.date_naissance = $3 \
         UNION ALL SELECT m.jeune_id FROM jeunes_mots m WHERE m.mot = $4 AND EXISTS \
         (SELECT 1 FROM jeunes_mots p WHERE p.mot = $5 AND p.jeune_id = m.jeune_id)) \
         AND j.fusionne_dans IS NULL AND j.efface_le IS NULL LIMIT {COMPARES}"
    );
    let valeurs = [
        traits.telephone.clone().into(),
        traits.courriel.as_ref().map(|c| c.to_lowercase()).into(),
        traits.naissance.into(),
        serre(&traits.nom).into(),
        serre(&traits.prenom).into(),
    ];
    db::lignes(conn, &sql, valeurs).await
}
