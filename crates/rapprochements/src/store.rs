//! The SQL of pairs and of what is decided of them.

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::model::Indice;
use crate::suivi::Suivie;
use passerelle_gens::accompagnements::{restreindre, suit};
use passerelle_gens::jeunes::{CHAMPS_FUSION, Fusion};
use passerelle_socle::access::{Acteur, Action, Faits, Jeune, Objet, Perimetre, may};
use passerelle_socle::db::{self, Executeur, Resultat, Selection, Tx};
use passerelle_socle::ident::Id;

/// What is shown of a young person beside another.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Fiche {
    pub id: Id<Jeune>,
    pub nom: String,
    pub prenom: String,
    pub date_naissance: Option<Date>,
    pub sexe: Option<String>,
    pub code_postal: Option<String>,
    pub commune_insee: Option<String>,
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub date_premier_accueil: Option<Date>,
    /// The structure in charge, or another that follows.
    pub structure: Option<String>,
}

impl Fiche {
    /// Both files of a pair, when neither is merged nor erased.
    pub async fn deux(conn: &impl Executeur, a: Id<Jeune>, b: Id<Jeune>) -> Resultat<Option<[Self; 2]>> {
        let Some(a) = Self::une(conn, a).await? else { return Ok(None) };
        Ok(Self::une(conn, b).await?.map(|b| [a, b]))
    }

    /// One that is neither merged nor erased.
    pub async fn une(conn: &impl Executeur, id: Id<Jeune>) -> Resultat<Option<Self>> {
        let sql = format!(
            "SELECT j.id, j.nom, j.prenom, j.date_naissance, j.sexe, j.code_postal, j.commune_insee, j.telephone, \
             j.courriel, j.date_premier_accueil, (SELECT s.nom FROM accompagnements a JOIN structures s ON s.id = a.structure_id \
             WHERE a.jeune_id = j.id AND {} ORDER BY a.en_charge DESC, s.nom LIMIT 1) AS structure \
             FROM jeunes j WHERE j.id = $1 AND j.fusionne_dans IS NULL AND j.efface_le IS NULL",
            suit("a")
        );
        db::ligne(conn, &sql, [id.into()]).await
    }

    /// What it says of a field of `jeunes`; empty when it does not know.
    pub fn dit(&self, champ: &str) -> String {
        let texte = |v: &Option<String>| v.clone().unwrap_or_default();
        match champ {
            "nom" => self.nom.clone(),
            "prenom" => self.prenom.clone(),
            "date_naissance" => self.date_naissance.map(|d| d.to_string()).unwrap_or_default(),
            "sexe" => texte(&self.sexe),
            "code_postal" => texte(&self.code_postal),
            "commune_insee" => texte(&self.commune_insee),
            "telephone" => texte(&self.telephone),
            "courriel" => texte(&self.courriel),
            _ => String::new(),
        }
    }
}

#[derive(FromQueryResult)]
struct Appris {
    champ: String,
}

/// The fields that one file does not know and the other does. What both know stays as the file kept says it.
pub(super) async fn appris(conn: &impl Executeur, garde: Id<Jeune>, autre: Id<Jeune>) -> Resultat<Vec<String>> {
    let un = |c: &str| {
        format!(
            "SELECT '{c}' AS champ FROM jeunes g, jeunes a WHERE g.id = $1 AND a.id = $2 AND g.{c} IS NULL AND a.{c} IS NOT NULL"
        )
    };
    let sql = CHAMPS_FUSION.map(un).join(" UNION ALL ");
    let lus: Vec<Appris> = db::lignes(conn, &sql, [garde.into(), autre.into()]).await?;
    Ok(lus.into_iter().map(|l| l.champ).collect())
}

/// The fields compared, as columns of `jeunes`.
const COMPARES: [&str; 8] =
    ["nom", "prenom", "date_naissance", "sexe", "code_postal", "commune_insee", "telephone", "courriel"];

/// What a file says of the fields compared.
pub(super) fn dit(fiche: &Fiche) -> String {
    COMPARES.map(|c| format!("{c}={}", fiche.dit(c))).join("\n")
}

/// Recognises what two files say of the fields compared: another one when either was corrected since.
pub(super) fn empreinte(deux: &[Fiche; 2]) -> String {
    db::empreinte(format!("{}\n\n{}", dit(&deux[0]), dit(&deux[1])).as_bytes())
}

/// A pair that the engine proposes.
pub(super) struct Proposee<'a> {
    /// The lower identifier first.
    pub paire: (Id<Jeune>, Id<Jeune>),
    pub probabilite: i64,
    pub indices: &'a [Indice],
    pub empreinte: &'a str,
}

/// Keeps a pair to review, or tells it anew; says whether it is a new one. A pair already decided is left as it is.
pub(super) async fn proposer(tx: &Tx, maintenant: Instant, recherche: Id<Suivie>, p: &Proposee<'_>) -> Resultat<bool> {
    let indices = serde_json::to_string(p.indices).unwrap_or_default();
    let sql = "UPDATE rapprochements SET recherche_id = $3, probabilite = $4, indices = $5, empreinte = $6 \
               WHERE a_id = $1 AND b_id = $2 AND etat = 'propose'";
    let communes = [
        p.paire.0.into(),
        p.paire.1.into(),
        recherche.into(),
        p.probabilite.into(),
        indices.into(),
        p.empreinte.into(),
    ];
    if db::ecrire_tel_quel(tx, sql, communes.clone()).await? > 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO rapprochements (a_id, b_id, recherche_id, probabilite, indices, empreinte, id, propose_le, etat) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'propose') ON CONFLICT (a_id, b_id) DO NOTHING";
    let siennes = [db::nouvel_id::<Paire>().into(), maintenant.into()];
    Ok(db::ecrire_tel_quel(tx, sql, communes.into_iter().chain(siennes)).await? > 0)
}

/// A merge that was undone from the record of the person leaves a pair that is to be reviewed again.
pub(super) async fn rouvrir_les_defaites(tx: &Tx) -> Resultat<()> {
    let sql = "UPDATE rapprochements SET etat = 'propose', fusion_id = NULL WHERE etat = 'reuni' \
               AND fusion_id IN (SELECT f.id FROM fusions f WHERE f.defaite_le IS NOT NULL)";
    db::executer(tx, sql, []).await?;
    Ok(())
}

/// Pairs that this look did not find again go, unless somebody once decided of them.
pub(super) async fn oublier_les_autres(tx: &Tx, recherche: Id<Suivie>) -> Resultat<()> {
    let sql = "DELETE FROM rapprochements WHERE etat = 'propose' AND recherche_id <> $1 AND NOT EXISTS \
               (SELECT 1 FROM rapprochements_decisions d WHERE d.rapprochement_id = rapprochements.id)";
    db::executer(tx, sql, [recherche.into()]).await?;
    Ok(())
}

/// Pairs to review, in the whole base.
pub(super) async fn a_revoir(conn: &impl Executeur) -> Resultat<i64> {
    db::compter(conn, "SELECT count(*) FROM rapprochements WHERE etat = 'propose'", []).await
}

/// A pair.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Paire {
    pub id: Id<Paire>,
    pub a_id: Id<Jeune>,
    pub b_id: Id<Jeune>,
    pub probabilite: i64,
    pub indices: String,
    pub empreinte: String,
    pub etat: String,
    pub fusion_id: Option<Id<Fusion>>,
    /// Who holds the two files, once brought together.
    pub reunie: Option<Id<Jeune>>,
}

impl Paire {
    pub async fn lire(conn: &impl Executeur, id: Id<Paire>) -> Resultat<Option<Self>> {
        let sql = "SELECT r.id, r.a_id, r.b_id, r.probabilite, r.indices, r.empreinte, r.etat, r.fusion_id, \
                   f.jeune_id AS reunie FROM rapprochements r LEFT JOIN fusions f ON f.id = r.fusion_id WHERE r.id = $1";
        db::ligne(conn, sql, [id.into()]).await
    }

    pub fn dits(&self) -> Vec<Indice> {
        serde_json::from_str(&self.indices).unwrap_or_default()
    }
}

/// Those that a reader may see: both files open to them.
pub(super) fn visibles(acteur: &Acteur, jour: Date, etat: &str) -> Selection {
    let champs = "r.id, r.probabilite, r.indices, r.etat, r.propose_le, a.nom AS nom_a, a.prenom AS prenom_a, \
                  a.date_naissance AS naissance_a, b.nom AS nom_b, b.prenom AS prenom_b, b.date_naissance AS naissance_b";
    let jointures = "JOIN jeunes a ON a.id = r.a_id JOIN jeunes b ON b.id = r.b_id";
    let toutes = Selection::nouvelle(champs, "rapprochements r", jointures).ou("r.etat = ?", etat.to_owned());
    let Ok(accorde) = may(acteur, Action::Lister, Objet::Jeunes, &Faits::default()) else {
        return toutes.telle("1 = 0");
    };
    let perimetre = accorde.perimetre();
    if etat == "reuni" {
        let celle = "(SELECT f.jeune_id FROM fusions f WHERE f.id = r.fusion_id)";
        return restreindre(toutes, &perimetre, jour, celle);
    }
    let presentes = match perimetre {
        Perimetre::Tout => toutes.telle(
            "NOT EXISTS (SELECT 1 FROM jeunes x WHERE x.id IN (r.a_id, r.b_id) AND (x.efface_le IS NOT NULL OR x.fusionne_dans IS NOT NULL))",
        ),
        _ => toutes,
    };
    restreindre(restreindre(presentes, &perimetre, jour, "r.a_id"), &perimetre, jour, "r.b_id")
}

#[derive(FromQueryResult)]
struct Suivante {
    id: Id<Paire>,
}

/// The pair to review after this one, the surest first, and how many there are in all.
pub(super) async fn suivante(
    conn: &impl Executeur,
    acteur: &Acteur,
    jour: Date,
    apres: &Paire,
) -> Resultat<(Option<Id<Paire>>, i64)> {
    let toutes = visibles(acteur, jour, "propose");
    let combien = toutes.compter(conn).await?;
    let p = apres.probabilite;
    let plus_loin = toutes
        .ou_plusieurs("(r.probabilite < ? OR (r.probabilite = ? AND r.id > ?))", [p.into(), p.into(), apres.id.into()]);
    let lues = plus_loin.ordre("r.probabilite DESC, r.id").page(conn, 0, 1).await?;
    let lue = lues.first().map(|l| Suivante::from_query_result(l, "")).transpose()?;
    Ok((lue.map(|s| s.id), combien))
}

/// What is decided of a pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    /// Code of the gesture.
    pub geste: &'static str,
    /// Code of the state it leaves the pair in.
    pub etat: &'static str,
    /// The merge that it made.
    pub fusion: Option<Id<Fusion>>,
}

/// Keeps a decision and what it was made before, and the state it leaves the pair in.
pub(super) async fn decider(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    paire: &Paire,
    Decision { geste, etat, fusion }: Decision,
) -> Resultat<bool> {
    let sql = "UPDATE rapprochements SET etat = $2, fusion_id = $3 WHERE id = $1 AND etat = $4";
    let valeurs = [paire.id.into(), etat.into(), fusion.into(), paire.etat.clone().into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO rapprochements_decisions (id, rapprochement_id, geste, faite_le, faite_par, probabilite, indices, empreinte) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        db::nouvel_id::<Decidee>().into(),
        paire.id.into(),
        geste.into(),
        maintenant.into(),
        acteur.compte().into(),
        paire.probabilite.into(),
        paire.indices.clone().into(),
        paire.empreinte.clone().into(),
    ];
    db::ecrire_tel_quel(tx, sql, valeurs).await?;
    Ok(true)
}

/// A decision that was made.
#[derive(Debug, FromQueryResult)]
pub(super) struct Decidee {
    pub geste: String,
    pub faite_le: Instant,
    pub par: Option<String>,
    pub probabilite: i64,
}

pub(super) async fn decisions(conn: &impl Executeur, paire: Id<Paire>) -> Resultat<Vec<Decidee>> {
    let sql = "SELECT d.geste, d.faite_le, c.nom AS par, d.probabilite FROM rapprochements_decisions d \
               LEFT JOIN comptes c ON c.id = d.faite_par WHERE d.rapprochement_id = $1 ORDER BY d.faite_le DESC, d.id DESC";
    db::lignes(conn, sql, [paire.into()]).await
}
