//! The SQL of the young person's own space.

use passerelle_base::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use passerelle_gens::accompagnements::Dossier;
use passerelle_gens::contestations::Contestation;
use passerelle_gens::freins;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// What the person may correct of themself.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub(super) struct Coordonnees {
    pub telephone: Option<String>,
    pub courriel: Option<String>,
    pub code_postal: Option<String>,
}

impl Coordonnees {
    /// Recognises what they say.
    pub fn version(&self) -> String {
        db::empreinte(format!("{self:?}").as_bytes())
    }
}

/// Reads them.
pub(super) async fn coordonnees(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Coordonnees> {
    let sql = "SELECT telephone, courriel, code_postal FROM jeunes WHERE id = $1";
    Ok(db::ligne(conn, sql, [dossier.jeune().into()]).await?.unwrap_or_default())
}

/// Writes what changed; says the names of the fields, for the journal.
pub(super) async fn corriger(tx: &Tx, etat: &Etat, dossier: &Dossier, lues: &Coordonnees) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::MonEspace])?;
    let avant = coordonnees(tx, dossier).await?;
    let mut champs = Vec::new();
    for (nom, a, b) in [
        ("telephone", &avant.telephone, &lues.telephone),
        ("courriel", &avant.courriel, &lues.courriel),
        ("code_postal", &avant.code_postal, &lues.code_postal),
    ] {
        if a != b {
            champs.push(nom);
        }
    }
    if champs.is_empty() {
        return Ok(false);
    }
    let sql = "UPDATE jeunes SET telephone = $2, courriel = $3, code_postal = $4 WHERE id = $1";
    let valeurs = [
        dossier.jeune().into(),
        lues.telephone.clone().into(),
        lues.courriel.clone().into(),
        lues.code_postal.clone().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    noter(tx, etat, dossier, Action::Modifier, &champs.join(", "));
    Ok(true)
}

/// Keeps what the person says; both stay, what is contested is not changed.
pub(super) async fn contester(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    objet: &str,
    objet_id: Uuid,
    texte: &Texte,
) -> Resultat<()> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::MonEspace])?;
    let sql =
        "INSERT INTO contestations (id, jeune_id, objet, objet_id, texte, faite_le) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [
        db::nouvel_id::<Contestation>().into(),
        dossier.jeune().into(),
        objet.into(),
        objet_id.into(),
        texte.libre(),
        etat.horloge.maintenant().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    noter(tx, etat, dossier, Action::Creer, &format!("contestation : {objet}"));
    Ok(())
}

fn noter(tx: &Tx, etat: &Etat, dossier: &Dossier, action: Action, detail: &str) {
    let entree = Entree::sur(action, Objet::MonEspace).id(dossier.jeune()).detail(detail);
    journal::ecrire(tx, etat.horloge.maintenant(), dossier.accorde().acteur(), entree);
}

/// Something that can be contested: an assessment somebody wrote and the person can read.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Ecrit {
    pub date: Date,
    pub texte: String,
    pub structure: Option<String>,
}

/// What the person reads and may contest, by its kind and identifier; nothing else can be named.
pub(super) async fn ecrit(conn: &impl Executeur, dossier: &Dossier, objet: &str, id: Uuid) -> Resultat<Option<Ecrit>> {
    let sql = match objet {
        "note" => {
            "SELECT n.date, n.texte, s.nom AS structure FROM notes n LEFT JOIN structures s ON s.id = n.structure_id \
             WHERE n.id = $1 AND n.jeune_id = $2 AND n.niveau = 'jeune' AND n.retiree_le IS NULL"
        }
        "contact" => {
            "SELECT k.date, COALESCE(k.issue, k.objet, '') AS texte, s.nom AS structure FROM contacts k \
             LEFT JOIN structures s ON s.id = k.structure_id WHERE k.id = $1 AND k.jeune_id = $2"
        }
        "frein" => {
            "SELECT f.constate_le AS date, f.thematique AS texte, s.nom AS structure FROM freins f \
             JOIN structures s ON s.id = f.structure_id WHERE f.id = $1 AND f.jeune_id = $2"
        }
        _ => return Ok(None),
    };
    let lu: Option<Ecrit> = db::ligne(conn, sql, [id.into(), dossier.jeune().into()]).await?;
    // Of an obstacle the base keeps the code.
    Ok(lu.map(|e| if objet == "frein" { Ecrit { texte: freins::libelle(&e.texte), ..e } } else { e }))
}
