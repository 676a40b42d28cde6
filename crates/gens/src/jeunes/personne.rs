//! What `jeunes` holds of a person: who it is, the numbers that structures gave, the merges.

use passerelle_socle::access::{Champ, Objet, Structure};
use passerelle_socle::db::{self, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{
    Cle, Devient, Donnee, Export, Fusion, Geste, Groupe, Ligne, LigneReunie, Oubli, Personne, Reunion, Signe, Table,
};
use passerelle_socle::referentiels;
use sea_orm::FromQueryResult;

use super::model::{SEXES, SITUATIONS};
use super::{entete, recherche};
use crate::structures;

/// Who it is.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Jeunes, "votre dossier")],
    groupe: Some(|base, accorde, jeune| {
        Box::pin(async move {
            // The numbers that structures gave; none for whoever does not read them.
            if !accorde.vue().voit(Champ::Numeros) {
                return Ok(Groupe::default());
            }
            let lus = entete::numeros(base.lecture(), jeune).await?;
            let lignes = lus.into_iter().map(|n| Ligne::nouvelle(n.structure, Some(n.numero))).collect();
            Ok(Groupe { titre: "Numéros", lignes })
        })
    }),
    ..Personne::nouvelle("jeunes", TABLES)
};

const TABLES: &[Table] = &[
    Table::nouvelle("jeunes", Cle::Colonnes(&["id"]), Fusion::Restent)
        .export(Export {
            titre: "Qui vous êtes",
            donnees: &[
                Donnee::texte("nom", "Nom"),
                Donnee::texte("prenom", "Prénom"),
                Donnee::date("date_naissance", "Date de naissance"),
                Donnee::code("sexe", "Sexe", |code| SEXES.libelle(code).to_owned()),
                Donnee::code("commune_insee", "Commune", commune_dite),
                Donnee::texte("code_postal", "Code postal"),
                Donnee::booleen("qpv", "Quartier prioritaire"),
                Donnee::code("niveau", "Niveau d'études", niveau_dit),
                Donnee::code("situation", "Situation", |code| SITUATIONS.libelle(code).to_owned()),
                Donnee::date("date_premier_accueil", "Premier accueil"),
                Donnee::texte("telephone", "Téléphone"),
                Donnee::texte("courriel", "Courriel"),
            ],
            omises: &["id", "nom_plie", "mots", "fusionne_dans", "efface_le"],
        })
        .oubli(Oubli::Colonnes(&[
            ("nom", Devient::Blanc),
            ("prenom", Devient::Blanc),
            ("nom_plie", Devient::Blanc),
            ("date_naissance", Devient::Annee),
            ("commune_insee", Devient::Vide),
            ("code_postal", Devient::Vide),
            ("date_premier_accueil", Devient::Mois),
            ("telephone", Devient::Vide),
            ("courriel", Devient::Vide),
            ("mots", Devient::Vide),
        ]))
        .signes(&[Signe::Jour("date_premier_accueil")]),
    Table::du_jeune("numeros")
        .fusion(Fusion::Autrement(|reunion| Box::pin(numeros(reunion))))
        .export(Export {
            titre: "Vos numéros",
            donnees: &[Donnee::de("structure_id", "Organisme", structures::NOM), Donnee::texte("numero", "Numéro")],
            omises: &["jeune_id"],
        })
        .oubli(Oubli::Lignes),
    // Words that find a name: made again from the names, and the key by which they are found again.
    Table::du_jeune("jeunes_mots")
        .fusion(Fusion::Restent)
        .oubli(Oubli::Autrement(|tx, identite| Box::pin(recherche::desindexer(tx, identite.jeune)))),
    // Earlier merges into the file absorbed: whoever is erased takes all of them along.
    Table::nouvelle("fusions", Cle::Colonnes(&["jeune_id", "garde_id", "absorbe_id"]), Fusion::Suivent),
    Table::pendue("fusions_lignes", "fusion_id", "fusions").oubli(Oubli::Lignes),
];

/// « Aubervilliers (93001) ».
fn commune_dite(code: &str) -> String {
    match referentiels::commune(code) {
        nom if nom == code => code.to_owned(),
        nom => format!("{nom} ({code})"),
    }
}

#[derive(FromQueryResult)]
struct Numero {
    structure_id: Id<Structure>,
    numero: String,
}

/// A number has no `id`: it is known by its structure and itself.
async fn numeros(reunion: &mut Reunion<'_>) -> Resultat<()> {
    let sql = "SELECT structure_id, numero FROM numeros WHERE jeune_id = $1 ORDER BY structure_id, numero";
    let lus: Vec<Numero> = db::lignes(reunion.tx(), sql, [reunion.absorbe().into()]).await?;
    for n in lus {
        reunion.noter(LigneReunie {
            table: "numeros",
            geste: Geste::Deplacee,
            id: n.structure_id.into(),
            numero: Some(n.numero),
            avant: None,
            apres: None,
        });
    }
    let sql = "UPDATE numeros SET jeune_id = $2 WHERE jeune_id = $1";
    db::executer(reunion.tx(), sql, [reunion.absorbe().into(), reunion.garde().into()]).await?;
    Ok(())
}

/// A level of study with what it is: neither scale says it.
fn niveau_dit(code: &str) -> String {
    let mots = match code {
        "VI" => "sans diplôme",
        "V bis" => "fin de collège",
        "V" | "3" => "CAP, BEP",
        "IV" | "4" => "bac",
        "III" | "5" => "bac et 2 ans",
        "II" | "6" => "bac et 3 ou 4 ans",
        "I" | "7" => "bac et 5 ans",
        "8" => "doctorat",
        _ => return code.to_owned(),
    };
    format!("{code} ({mots})")
}
