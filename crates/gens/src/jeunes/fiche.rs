//! The record of a young person: who, where on the path, what is next, what happened.
//!
//! Each field is shown when the reader's view says so (`access::Champ`), and read from the base only then.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Telephone, date_longue, pluriel};
use passerelle_socle::ident::Id;
use uuid::Uuid;

use super::entete::{self, Lu, Suivi};
use super::fil::{choix, faits, partager};
use super::model::SITUATIONS;
use crate::accompagnements::{Dossier, lire_dossier};
use crate::contacts::{self, Contact};
use crate::documents::{self, Document};
use crate::etapes::{self, Seuils, Situation};
use crate::freins;
use passerelle_socle::access::{Accorde, Action, Champ, Jeune, Objet, Structure};
use passerelle_socle::db::Tx;
use passerelle_socle::fait::{Fait, distance, heure_dite};
use passerelle_socle::personne::{self, Groupe, Ligne, Renvoi};
use passerelle_socle::referentiels;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Parametres, nom_complet, page};

/// What was just done, and what takes it back.
struct Dit {
    phrase: &'static str,
    geste: Option<(&'static str, String)>,
}

/// What the reader may do here.
struct Peut {
    contacter: bool,
    noter: bool,
    deposer: bool,
    corriger: bool,
    /// Reads the page that says who follows, and opens the file to others from there.
    voir_suivi: bool,
    /// Reads what the young person contests.
    voir_desaccords: bool,
    ouvrir_espace: bool,
    effacer: bool,
}

#[derive(Template)]
#[template(path = "jeunes/pages/fiche.html")]
struct PageFiche {
    cadre: Cadre,
    id: Id<Jeune>,
    titre: String,
    intro: String,
    suivi: Option<Suivi>,
    peut: Peut,
    dit: Option<Dit>,
    sante: bool,
    situation: Option<Situation>,
    seuils: &'static Seuils,
    /// Last contact and contacts to come, for whoever reads contacts.
    contacts: Option<(Option<Contact>, Vec<Contact>)>,
    /// Words of the open obstacles, for whoever reads obstacles.
    freins: Option<Vec<String>>,
    vue: &'static str,
    choix: Vec<(&'static str, &'static str)>,
    avenir: Vec<Fait>,
    faits: Vec<Fait>,
    groupes: Vec<Groupe>,
    /// Pages about the person that the reader may open.
    renvois: Vec<&'static Renvoi>,
    documents: Vec<Document>,
    jour: Date,
    champ_partages: bool,
    structure: Option<Id<Structure>>,
}

impl PageFiche {
    fn le(&self, date: &Date) -> String {
        date_longue(*date)
    }
    fn loin(&self, date: &Date) -> String {
        distance(*date, self.jour)
    }
    fn heure(&self, heure: &str) -> String {
        heure_dite(heure)
    }
    fn est_montree(&self, code: &str) -> bool {
        code == self.vue
    }
    fn retirable(&self, d: &Document) -> bool {
        self.peut.deposer && d.structure_id.is_some() && d.structure_id == self.structure
    }
}

/// The record: `/jeunes/{id}`.
pub(super) async fn fiche(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Id<Jeune>>,
    p: Parametres,
) -> Page {
    let jour = etat.horloge.aujourdhui();
    let (tx, dossier) = lire_dossier(&etat, &accorde, id).await?;
    let j = entete::lire(&tx, &dossier).await?.ok_or(Erreur::Introuvable)?;
    let suivi = dossier.voit(Champ::QuiSuit).then_some(entete::suivi(&tx, &dossier, jour).await?);
    let tous = faits(&etat, &tx, &dossier, j.feminin()).await?;
    let contacts = match dossier.voit(Champ::Contacts) {
        true => Some((
            contacts::dernier(&tx, dossier.jeune(), jour).await?,
            contacts::a_venir(&tx, dossier.jeune(), jour).await?,
        )),
        false => None,
    };
    let freins = freins_ouverts(&tx, &dossier).await?;
    let documents = documents::lister(&tx, &dossier).await?;
    let ajoutes = personne::groupes(etat.personnes, &etat.base, dossier.accorde(), id).await?;
    tx.commit().await?;
    let seuils = etapes::seuils(jour);
    let situation = dossier.voit(Champ::Parcours).then(|| etapes::situer(&tous, seuils, jour));
    let choix = choix(etat.personnes, &dossier);
    // The first shows everything.
    let vue = choix.iter().find(|v| v.nom == p.lire("fil")).unwrap_or(&choix[0]);
    let (avenir, faits) = partager(tous, vue.champs, jour);
    let titre = nom_complet(&j.prenom, &j.nom);
    let mut groupes = champs_connus(&j, &dossier);
    groupes.extend(ajoutes);
    let renvois = etat.personnes.iter().flat_map(|p| p.renvois);
    page(PageFiche {
        cadre: cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::ici(titre.clone())]),
        id,
        titre: titrer(titre, &j, suivi.as_ref()),
        intro: intro(&j, &dossier, jour),
        peut: Peut {
            contacter: dossier.peut(Action::Creer, Objet::Contacts),
            noter: dossier.peut(Action::Creer, Objet::Notes),
            deposer: dossier.peut(Action::Creer, Objet::Documents),
            corriger: dossier.peut(Action::Modifier, Objet::Jeunes),
            voir_suivi: dossier.peut(Action::Consulter, Objet::Accompagnements),
            voir_desaccords: dossier.peut(Action::Consulter, Objet::Notes),
            ouvrir_espace: dossier.peut(Action::Creer, Objet::MonEspace),
            effacer: dossier.peut(Action::Retirer, Objet::Jeunes),
        },
        dit: dit(id, &p),
        sante: !p.lire("sante").is_empty(),
        situation,
        seuils,
        contacts,
        freins,
        vue: vue.nom,
        choix: choix.iter().map(|v| (v.nom, v.libelle)).collect(),
        avenir,
        faits,
        groupes,
        renvois: renvois.filter(|r| dossier.peut(r.action, r.objet)).collect(),
        documents,
        jour,
        champ_partages: dossier.voit(Champ::Partages),
        structure: dossier.structure(),
        suivi,
    })
}

async fn freins_ouverts(tx: &Tx, dossier: &Dossier) -> Result<Option<Vec<String>>, Erreur> {
    if !dossier.voit(Champ::Freins) {
        return Ok(None);
    }
    let ouverts = freins::ouverts(tx, dossier.jeune()).await?;
    Ok(Some(ouverts.iter().map(|f| freins::libelle(&f.thematique)).collect()))
}

/// « Amina BELADOUR, suivie par Mission locale Nord ».
fn titrer(nom: String, j: &Lu, suivi: Option<&Suivi>) -> String {
    let accord = if j.feminin() { "suivie" } else { "suivi" };
    match suivi.and_then(|s| s.membres.iter().find(|m| m.en_charge)) {
        Some(m) => format!("{nom}, {accord} par {}", m.structure),
        None => nom,
    }
}

/// « 18 ans, Aubervilliers ».
fn intro(j: &Lu, dossier: &Dossier, jour: Date) -> String {
    let age = j.date_naissance.and_then(|n| jour.years_since(n)).map(|a| pluriel(i64::from(a), "an", "ans"));
    let commune = j.commune_insee.as_deref().map(|c| referentiels::commune(c).to_owned());
    let vus = [age.filter(|_| dossier.voit(Champ::EtatCivil)), commune.filter(|_| dossier.voit(Champ::Coordonnees))];
    vus.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The fields that were told, group by group; a group whose field is not shown is not there.
fn champs_connus(j: &Lu, dossier: &Dossier) -> Vec<Groupe> {
    let mut groupes = Vec::new();
    if dossier.voit(Champ::Coordonnees) {
        let telephone = j.telephone.as_ref().map(|t| t.parse::<Telephone>().map_or(t.clone(), |t| t.affiche()));
        groupes.push(Groupe {
            titre: "Joindre",
            lignes: vec![
                Ligne::nouvelle("Téléphone", telephone).lien(j.telephone.as_ref().map(|t| format!("tel:{t}"))),
                Ligne::nouvelle("Courriel", j.courriel.clone())
                    .lien(j.courriel.as_ref().map(|c| format!("mailto:{c}"))),
                Ligne::nouvelle("Commune", j.commune_insee.as_deref().map(|c| referentiels::commune(c).to_owned())),
                Ligne::nouvelle("Code postal", j.code_postal.clone()),
            ],
        });
    }
    let mut lignes = Vec::new();
    if dossier.voit(Champ::Situation) {
        let oui_non = |b: bool| if b { "oui" } else { "non" }.to_owned();
        lignes.extend([
            Ligne::nouvelle("Situation", j.situation.as_ref().map(|s| SITUATIONS.libelle(s).to_owned())),
            Ligne::nouvelle("Niveau", j.niveau.clone()),
            Ligne::nouvelle("Quartier prioritaire", j.qpv.map(oui_non)),
        ]);
    }
    if dossier.voit(Champ::Parcours) {
        lignes.push(Ligne::nouvelle("Premier accueil", j.date_premier_accueil.map(date_longue)));
    }
    if dossier.voit(Champ::EtatCivil) {
        let sexe = j.sexe.as_ref().map(|s| if s == "F" { "Femme" } else { "Homme" }.to_owned());
        lignes.extend([
            Ligne::nouvelle("Date de naissance", j.date_naissance.map(date_longue)),
            Ligne::nouvelle("Sexe", sexe),
        ]);
    }
    if !lignes.is_empty() {
        groupes.push(Groupe { titre: "Situation", lignes });
    }
    groupes
}

/// What the page says after a gesture. Words are ours; the address only names which thing.
fn dit(id: Id<Jeune>, p: &Parametres) -> Option<Dit> {
    let sur: Uuid = p.lire("sur").parse().ok()?;
    let geste = |mots, capacite: &str, quoi: &str| Some((mots, format!("/jeunes/{id}/{capacite}/{sur}/{quoi}")));
    let (phrase, geste) = match p.lire("fait") {
        "contact" => ("Contact noté.", geste("Annuler ce contact", "contacts", "annuler")),
        "contact_change" => ("Contact enregistré.", None),
        "contact_annule" => ("Contact annulé. Il reste dans le fil.", geste("Rétablir", "contacts", "retablir")),
        "contact_retabli" => ("Contact rétabli.", None),
        "note" => ("Note enregistrée.", geste("Retirer cette note", "notes", "retirer")),
        "note_retiree" => ("Note retirée : personne ne la lit plus.", geste("La remettre", "notes", "remettre")),
        "note_remise" => ("Note remise.", None),
        "document" => ("Document déposé.", geste("Retirer ce document", "documents", "retirer")),
        "document_retire" => {
            ("Document retiré : personne ne le lit plus.", geste("Le remettre", "documents", "remettre"))
        }
        "document_remis" => ("Document remis.", None),
        _ => return None,
    };
    Some(Dit { phrase, geste })
}
