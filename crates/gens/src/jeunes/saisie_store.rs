//! The SQL of a file opened or corrected by hand.

use passerelle_base::{Date, lire_date};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::{DbErr, QueryResult, Value};

use super::formulaire::{Formulaire, NUMERO, Saisie, colonnes};
use super::{recherche, rules};
use crate::accompagnements::Dossier;
use passerelle_socle::access::{Accorde, Action, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Executeur, FromQueryResult, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};

/// Whether a structure already gave this number to somebody.
pub(super) async fn numero_pris(conn: &impl Executeur, structure: Id<Structure>, numero: &str) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM numeros WHERE structure_id = $1 AND numero = $2";
    Ok(db::compter(conn, sql, [structure.into(), numero.into()]).await? > 0)
}

/// Opens a file: the structure of whoever opens it accompanies, and is in charge.
pub(super) async fn creer(
    tx: &Tx,
    maintenant: Instant,
    jour: Date,
    accorde: &Accorde,
    structure: Id<Structure>,
    saisi: &Formulaire,
) -> Resultat<Id<Jeune>> {
    accorde.pour(&[Action::Creer], &[Objet::Jeunes])?;
    let id: Id<Jeune> = db::nouvel_id();
    let noms = [saisi.lire("nom").to_owned(), saisi.lire("prenom").to_owned()];
    let mots = rules::mots(&noms);
    let mut champs = vec!["id", "nom_plie", "mots"];
    let mut valeurs: Vec<Value> = vec![id.into(), rules::nom_plie(&noms).into(), mots.clone().into()];
    for champ in colonnes() {
        champs.push(champ.cle);
        valeurs.push(saisi.valeur(champ));
    }
    let rangs: Vec<String> = (1..=champs.len()).map(|n| format!("${n}")).collect();
    let sql = format!("INSERT INTO jeunes ({}) VALUES ({})", champs.join(", "), rangs.join(", "));
    db::executer(tx, &sql, valeurs).await?;
    recherche::inserer(tx, id, &mots).await?;
    let numero = saisi.lire(NUMERO);
    if !numero.is_empty() {
        let sql = "INSERT INTO numeros (structure_id, numero, jeune_id) VALUES ($1, $2, $3)";
        db::executer(tx, sql, [structure.into(), numero.into(), id.into()]).await?;
    }
    let depuis = lire_date(saisi.lire("date_premier_accueil")).unwrap_or(jour);
    let sql = "INSERT INTO accompagnements (id, jeune_id, structure_id, du, en_charge) VALUES ($1, $2, $3, $4, $5)";
    let valeurs = [db::nouvel_id::<()>().into(), id.into(), structure.into(), depuis.into(), true.into()];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Jeunes).id(id);
    journal::ecrire(tx, maintenant, accorde.acteur(), entree);
    Ok(id)
}

/// A row of `jeunes`, as a form shows it.
struct Rangee(Formulaire);

impl FromQueryResult for Rangee {
    fn from_query_result(ligne: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let lire = |c: &'static super::formulaire::Champ| {
            let texte = match c.saisie {
                Saisie::Date => ligne.try_get_by::<Option<Date>, _>(c.cle)?.map(|d| d.to_string()),
                _ if c.cle == "qpv" => {
                    ligne.try_get_by::<Option<bool>, _>(c.cle)?.map(|b| if b { "oui" } else { "non" }.to_owned())
                }
                _ => ligne.try_get_by::<Option<String>, _>(c.cle)?,
            };
            Ok((c.cle, texte.unwrap_or_default()))
        };
        Ok(Self(Formulaire::connu(colonnes().map(lire).collect::<Result<Vec<_>, DbErr>>()?)))
    }
}

/// What is known of the identity of a person.
pub(super) async fn lire(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Formulaire>> {
    let champs: Vec<&str> = colonnes().map(|c| c.cle).collect();
    let sql = format!("SELECT {} FROM jeunes WHERE id = $1", champs.join(", "));
    Ok(db::ligne::<Rangee>(conn, &sql, [jeune.into()]).await?.map(|r| r.0))
}

/// What was known, and what it becomes.
pub(super) struct Correction<'a> {
    pub avant: &'a Formulaire,
    pub apres: &'a Formulaire,
}

/// Corrects a file: only what changed is written, and the journal keeps the names of those fields.
pub(super) async fn corriger(
    tx: &Tx,
    maintenant: Instant,
    dossier: &Dossier,
    Correction { avant, apres }: Correction<'_>,
) -> Resultat<()> {
    let changes = apres.differences(avant);
    if changes.is_empty() {
        return Ok(());
    }
    let id = dossier.jeune();
    let noms = [apres.lire("nom").to_owned(), apres.lire("prenom").to_owned()];
    let mut affectations = vec!["nom_plie = $2".to_owned()];
    let mut valeurs: Vec<Value> = vec![id.into(), rules::nom_plie(&noms).into()];
    for champ in &changes {
        valeurs.push(apres.valeur(champ));
        affectations.push(format!("{} = ${}", champ.cle, valeurs.len()));
    }
    db::executer(tx, &format!("UPDATE jeunes SET {} WHERE id = $1", affectations.join(", ")), valeurs).await?;
    recherche::indexer(tx, id).await?;
    let dits: Vec<&str> = changes.iter().map(|c| c.cle).collect();
    let entree = Entree::sur(Action::Modifier, Objet::Jeunes).id(id).detail(dits.join(", "));
    journal::ecrire(tx, maintenant, dossier.accorde().acteur(), entree);
    Ok(())
}
