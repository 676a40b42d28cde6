//! What `pistes` holds of a person: the contracts that they may sign.

use passerelle_gens::{comptes, structures};
use passerelle_socle::access::{Action, Champ, Jeune, Objet};
use passerelle_socle::db::{Base, Resultat};
use passerelle_socle::fait::{Fait, Ton};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{
    Donnee, Export, Fusion, Matin, Oubli, Panneau, Personne, Renvoi, Signe, Table, Tache,
};
use passerelle_socle::web::{Compte, Parametres, combien, compter};

use super::liste::Pistes;
use super::model::{ETATS, Etat, MOTIFS};
use super::reunion::reunir;
use super::store::LaPiste;

/// The contracts that they may sign.
pub static PERSONNE: Personne = Personne {
    journal: &[(Objet::Pistes, "vos pistes de contrat")],
    faits: Some(|base, _, jeune| Box::pin(du_jeune(base, jeune))),
    renvois: &[Renvoi { libelle: "Pistes", page: "pistes", action: Action::Consulter, objet: Objet::Pistes }],
    journee: Some(|matin| Box::pin(journee(matin))),
    ..Personne::nouvelle("pistes", TABLES)
};

const TABLES: &[Table] = &[
    Table::du_jeune("pistes")
        .fusion(Fusion::Autrement(|reunion| Box::pin(reunir(reunion))))
        .export(Export {
            titre: "Vos pistes de contrat",
            donnees: &[
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::texte("siret", "SIRET de l'employeur"),
                Donnee::texte("employeur_nom", "Employeur"),
                Donnee::de("cfa_id", "Centre de formation", structures::NOM),
                Donnee::date("ouverte_le", "Ouverte le"),
                Donnee::date("signature_prevue", "Signature prévue le"),
                Donnee::code("etat", "Où elle en est", |code| ETATS.libelle(code).to_owned()),
                Donnee::date("date_etat", "Depuis le"),
                Donnee::code("motif", "Raison", |code| MOTIFS.libelle(code).to_owned()),
            ],
            omises: &["id", "jeune_id", "saisi_le"],
        })
        .oubli(Oubli::Lignes)
        .signes(&[Signe::Jour("ouverte_le"), Signe::Jour("date_etat")]),
    Table::pendue("pistes_etats", "piste_id", "pistes")
        .export(Export {
            titre: "Ce qui a été dit de vos pistes",
            donnees: &[
                Donnee::lue(
                    "piste_id",
                    "Employeur",
                    "(SELECT coalesce(p.employeur_nom, p.siret) FROM pistes p WHERE p.id = t.piste_id)",
                ),
                Donnee::code("etat", "Où elle en est", |code| ETATS.libelle(code).to_owned()),
                Donnee::date("date", "Le"),
                Donnee::code("motif", "Raison", |code| MOTIFS.libelle(code).to_owned()),
                Donnee::de("structure_id", "Organisme", structures::NOM),
                Donnee::de("compte_id", "Personne", comptes::NOM),
                Donnee::instant("retire_le", "Retirée le"),
            ],
            omises: &["id", "note_le"],
        })
        .oubli(Oubli::Lignes)
        .signes(&[Signe::Jour("date")]),
];

/// What was said of each, on the timeline; that one is signed is told by its contract.
async fn du_jeune(base: &Base, jeune: Id<Jeune>) -> Resultat<Vec<Fait>> {
    let mut faits = Vec::new();
    for piste in LaPiste::du_jeune(base.lecture(), jeune).await? {
        let chez = format!("chez {}", piste.chez());
        let fait = |date, titre: &str| {
            Fait::nouveau(date, Champ::Contrats, titre).detail(chez.clone()).source(&piste.structure)
        };
        faits.push(fait(piste.ouverte_le, "Piste ouverte"));
        let dits = piste.dits(base.lecture()).await?;
        for dit in dits.iter().filter(|d| d.date != piste.ouverte_le || d.etat() != Some(Etat::Envisagee)) {
            let ton = if dit.etat() == Some(Etat::Abandonnee) { Ton::Attention } else { Ton::Neutre };
            faits.push(Fait { etat: Some((dit.libelle().to_owned(), ton)), ..fait(dit.date, "Piste") });
        }
    }
    Ok(faits)
}

/// Those that are late, and those to be followed.
async fn journee(matin: &Matin<'_>) -> Resultat<Panneau> {
    let compte = async |signature: &str| {
        let qui = matin.miens.then(|| ("referent".to_owned(), "moi".to_owned()));
        let p = Parametres::depuis(qui.into_iter().chain([("signature".to_owned(), signature.to_owned())]));
        compter(matin, &Pistes::demandees(matin.jour, &p), &p).await
    };
    let dire = |c: Compte, une: &str, plusieurs: &str, aucune: &str, a_faire: bool| match c.nombre {
        0 => Tache { phrase: aucune.into(), adresse: None, a_faire: false },
        n => Tache { phrase: combien(n, une, plusieurs), adresse: Some(c.adresse), a_faire },
    };
    let retard = compte("retard").await?.map(|c| {
        dire(
            c,
            "piste en retard de signature",
            "pistes en retard de signature",
            "Aucune piste en retard de signature.",
            true,
        )
    });
    let suivies = compte("suivie").await?.map(|c| {
        let (une, plusieurs) = ("piste à signer dans les deux mois", "pistes à signer dans les deux mois");
        dire(c, une, plusieurs, "Aucune piste à signer dans les deux mois.", false)
    });
    Ok(Panneau { ancre: "pistes", titre: "Pistes", taches: retard.into_iter().chain(suivies).collect() })
}
