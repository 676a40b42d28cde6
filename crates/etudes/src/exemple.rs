//! The study of the demonstration: written, frozen, extracted and analysed as anybody would, from its own facts.

use passerelle_socle::temps::Horloge;

use super::formulaire::Saisie;
use super::model::Choix;
use super::store::Etude;
use super::{pages_extraits, store};
use passerelle_socle::access::{Accorde, Acteur, Action, Faits, Objet, may};
use passerelle_socle::db::Tx;
use passerelle_socle::ident::Id;
use passerelle_socle::web::Erreur;

/// What is filled in its form.
const PROTOCOLE: [(&str, &str); 12] = [
    ("titre", "Le coaching fait-il signer plus de contrats ?"),
    (
        "question",
        "Les jeunes entrés dans le coaching signent-ils plus souvent un contrat en alternance dans les six mois ?",
    ),
    ("traitement", "Le coaching de mai et juin 2017, contre l'accompagnement habituel des structures."),
    ("depart", "positionnement"),
    ("du", "2017-05-01"),
    ("au", "2017-06-30"),
    ("c_sexe", "oui"),
    ("n_prevu", "100"),
    ("part", "57"),
    ("taux", "20"),
    ("extrait_prevu", "2018-02-15"),
    (
        "plan",
        "Si l'intervalle à 95 % contient zéro, l'étude ne conclut pas. Les bras ne sont pas tirés au sort : même concluante, elle reste une indication.",
    ),
];

/// Writes the study as that evaluator, on the action of that code, under that key.
pub async fn raconter(
    tx: &Tx,
    horloge: &dyn Horloge,
    acteur: &Acteur,
    action: &str,
    cle: &[u8; 32],
) -> anyhow::Result<()> {
    let accorde = may(acteur, Action::Consulter, Objet::Etudes, &Faits::default())
        .map_err(|_| anyhow::anyhow!("l'étude de démonstration ne peut pas être écrite"))?;
    let p = Saisie::remplie(PROTOCOLE.into_iter().chain([("action", action)]))
        .protocole(None)
        .map_err(|f| anyhow::anyhow!("le protocole de démonstration : {:?}", f.toutes()))?;
    let id = store::creer(tx, horloge, acteur, &p, None).await?;
    let premiere = {
        let population = super::population::lire(tx, id, &p, None).await?;
        super::population::premiere(&population, &p, horloge.aujourdhui())
    };
    store::enregistrer(tx, horloge, acteur, id, &p.octets(), premiere).await?;
    analyser(tx, horloge, &accorde, id, cle).await.map_err(|e| anyhow::anyhow!("l'étude de démonstration : {e:?}"))
}

async fn analyser(
    tx: &Tx,
    horloge: &dyn Horloge,
    accorde: &Accorde,
    id: Id<Etude>,
    cle: &[u8; 32],
) -> Result<(), Erreur> {
    let etude = store::lire(tx, accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let (acteur, p) = (accorde.acteur(), etude.lire()?);
    let extrait = pages_extraits::figer(tx, horloge, acteur, &etude, &p, cle).await?;
    let lu = store::extrait(tx, id, extrait).await?.ok_or(Erreur::Introuvable)?;
    let contenu = pages_extraits::calculer(tx, &etude, &p, &lu, Choix::from(&p), true).await?;
    store::garder_resultat(tx, horloge, acteur, id, extrait, "protocole", contenu).await?;
    Ok(())
}
