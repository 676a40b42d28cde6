//! The files of the base, as the engine compares them.

use passerelle_appariement::{Colonne, Nature, Registre};
use passerelle_base::Date;
use sea_orm::FromQueryResult;

use passerelle_gens::accompagnements::restreindre_presents;
use passerelle_socle::access::{Jeune, Perimetre};
use passerelle_socle::db::{Base, Resultat, Selection};
use passerelle_socle::ident::Id;

/// People read at a time.
const LOT: i64 = 10_000;

/// What the base knows of a person that can be compared.
const NATURES: [Nature; 8] = [
    Nature::Nom,
    Nature::Prenom,
    Nature::DateNaissance,
    Nature::Sexe,
    Nature::CodePostal,
    Nature::Commune,
    Nature::Telephone,
    Nature::Courriel,
];

/// The columns of the base.
pub(super) fn colonnes() -> Vec<Colonne> {
    NATURES.iter().map(|n| Colonne { nom: n.nom().to_owned(), nature: *n }).collect()
}

#[derive(FromQueryResult)]
struct Lue {
    id: Id<Jeune>,
    nom: String,
    prenom: String,
    date_naissance: Option<Date>,
    sexe: Option<String>,
    code_postal: Option<String>,
    commune_insee: Option<String>,
    telephone: Option<String>,
    courriel: Option<String>,
}

/// Hands to the register everybody of a perimeter who is neither merged nor erased, in the order in which they were
/// known, in the columns given; says who they are.
pub(super) async fn verser(
    base: &Base,
    perimetre: &Perimetre,
    jour: Date,
    colonnes: &[Colonne],
    registre: &mut Registre,
) -> Resultat<Vec<Id<Jeune>>> {
    let champs =
        "j.id, j.nom, j.prenom, j.date_naissance, j.sexe, j.code_postal, j.commune_insee, j.telephone, j.courriel";
    let toutes = Selection::nouvelle(champs, "jeunes j", "")
        .telle("j.fusionne_dans IS NULL AND j.efface_le IS NULL")
        .ordre("j.id");
    let toutes = restreindre_presents(toutes, perimetre, jour, "j.id");
    let (mut qui, mut apres) = (Vec::new(), Id::nul());
    loop {
        let lues = toutes.clone().ou("j.id > ?", apres).page(base.lecture(), 0, LOT).await?;
        for ligne in &lues {
            let l = Lue::from_query_result(ligne, "")?;
            let naissance = l.date_naissance.map(|d| d.to_string());
            let dit = |c: &Colonne| match c.nature {
                Nature::Nom => Some(l.nom.as_str()),
                Nature::Prenom => Some(l.prenom.as_str()),
                Nature::DateNaissance => naissance.as_deref(),
                Nature::Sexe => l.sexe.as_deref(),
                Nature::CodePostal => l.code_postal.as_deref(),
                Nature::Commune => l.commune_insee.as_deref(),
                Nature::Telephone => l.telephone.as_deref(),
                Nature::Courriel => l.courriel.as_deref(),
                _ => None,
            };
            registre.ajouter(&l.id.to_string(), colonnes.iter().map(|c| dit(c).unwrap_or_default()));
            qui.push(l.id);
            apres = l.id;
        }
        if (lues.len() as i64) < LOT {
            return Ok(qui);
        }
    }
}
