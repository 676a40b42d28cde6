//! Everything about me, read table by table as the `PERSONNE` of each capability says.

use passerelle_base::Date;
use passerelle_documents::Cellule;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{Executeur, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{Donnee, Export, Genre, Personnes, Table, tables};
use passerelle_socle::temps::Instant;
use sea_orm::{DbErr, QueryResult, Statement};

/// What a row that its writer keeps to professionals says instead.
const RESERVE: &str = "Texte gardé par cet organisme : demandez-le lui, il doit vous répondre sous un mois.";

/// A table that knows the person, and its rows: a cell a field.
pub(super) struct Section {
    pub nom: &'static str,
    pub export: Export,
    pub rangees: Vec<Vec<Cellule>>,
}

/// Everything, table by table.
pub(super) async fn tout(conn: &impl Executeur, personnes: Personnes, jeune: Id<Jeune>) -> Resultat<Vec<Section>> {
    let mut tout = Vec::new();
    for table in tables(personnes) {
        let (Some(export), Some(sql)) = (table.export, requete(table, personnes)) else { continue };
        let valeurs: [sea_orm::Value; 1] = [jeune.into()];
        let stmt = Statement::from_sql_and_values(conn.get_database_backend(), sql, valeurs);
        let lues = conn.query_all_raw(stmt).await?;
        let rangee = |l: &QueryResult| export.donnees.iter().map(|d| lire(d, l)).collect();
        let rangees = lues.iter().map(rangee).collect::<Result<_, DbErr>>()?;
        tout.push(Section { nom: table.nom, export, rangees });
    }
    Ok(tout)
}

fn requete(table: &Table, personnes: Personnes) -> Option<String> {
    let export = table.export?;
    let donnees: Vec<String> = export.donnees.iter().map(|d| format!("{} AS {}", sql(d), d.nom)).collect();
    let (condition, nom) = (table.condition(personnes)?, table.nom);
    Some(format!("SELECT {} FROM {nom} t WHERE {condition}", donnees.join(", ")))
}

fn sql(d: &Donnee) -> String {
    let nom = d.nom;
    match d.genre {
        Genre::Nom(table, colonne) => format!("(SELECT n.{colonne} FROM {table} n WHERE n.id = t.{nom})"),
        Genre::Lu(sql) => sql.to_owned(),
        Genre::Reserve(condition) => format!("CASE WHEN {condition} THEN t.{nom} END"),
        Genre::Texte | Genre::Date | Genre::Borne | Genre::Booleen | Genre::Instant => format!("t.{nom}"),
    }
}

fn lire(d: &Donnee, ligne: &QueryResult) -> Result<Cellule, DbErr> {
    let texte = || ligne.try_get_by::<Option<String>, _>(d.nom);
    Ok(match d.genre {
        Genre::Date => ligne.try_get_by::<Option<Date>, _>(d.nom)?.into(),
        Genre::Borne => ligne.try_get_by::<Option<Date>, _>(d.nom)?.map(|au| au.pred_opt().unwrap_or(au)).into(),
        Genre::Booleen => ligne.try_get_by::<Option<bool>, _>(d.nom)?.into(),
        Genre::Instant => {
            ligne.try_get_by::<Option<Instant>, _>(d.nom)?.map_or_else(|| Cellule::from(None::<String>), Cellule::from)
        }
        Genre::Reserve(_) => texte()?.unwrap_or_else(|| RESERVE.to_owned()).into(),
        Genre::Texte | Genre::Nom(..) | Genre::Lu(_) => {
            let lu = texte()?;
            match d.mots {
                Some(mots) => lu.map(|code| mots(&code)).into(),
                None => lu.into(),
            }
        }
    })
}
