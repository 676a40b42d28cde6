//! The record of a young person: who, where on the path, what is next, what happened.
//!
//! Each field is shown when the reader's view says so (`access::Champ`), and read from the base only then.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Telephone, date_longue, pluriel};
use passerelle_socle::ident::Id;

use super::entete::{self, Lu, Suivi};
use super::fil::{choix, faits, partager};
use super::model::{SEXES, SITUATIONS};
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
/// What the reader may do here.
struct Peut {
    contacter: bool,
    noter: bool,
    deposer: bool,
    corriger: bool,
    /// Reads the page that says who follows, and opens the file to others from there.
    voir_suivi: bool,
    /// Opens the file to others.
    partager: bool,
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
    /// As it is read, and where it leads; for whoever reads it.
    telephone: Option<Ligne>,
    suivi: Option<Suivi>,
    peut: Peut,
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
    let en_contrat = etapes::en_contrat_le(&tous, jour);
    let situation = dossier.voit(Champ::Parcours).then(|| etapes::situer(&tous, etapes::seuils, jour));
    let choix = choix(etat.personnes, &dossier);
    // The first shows everything.
    let vue = choix.iter().find(|v| v.nom == p.lire("fil")).unwrap_or(&choix[0]);
    let (avenir, faits) = partager(tous, vue.champs, jour);
    let titre = nom_complet(&j.prenom, &j.nom);
    let mut groupes = champs_connus(&j, &dossier, en_contrat);
    groupes.extend(ajoutes);
    let renvois = etat.personnes.iter().flat_map(|p| p.renvois);
    page(PageFiche {
        cadre: cadre.fil([Etape::vers("Jeunes", "/jeunes"), Etape::ici(titre.clone())]),
        id,
        titre: titrer(titre, &j, suivi.as_ref()),
        intro: intro(&j, &dossier, jour),
        telephone: (dossier.voit(Champ::Coordonnees) && j.telephone.is_some()).then(|| telephone(&j)),
        peut: Peut {
            contacter: dossier.peut(Action::Creer, Objet::Contacts),
            noter: dossier.peut(Action::Creer, Objet::Notes),
            deposer: dossier.peut(Action::Creer, Objet::Documents),
            corriger: dossier.peut(Action::Modifier, Objet::Jeunes),
            voir_suivi: dossier.peut(Action::Consulter, Objet::Accompagnements),
            partager: dossier.peut(Action::Partager, Objet::Partages),
            voir_desaccords: dossier.peut(Action::Consulter, Objet::Notes),
            ouvrir_espace: dossier.peut(Action::Creer, Objet::MonEspace),
            effacer: dossier.peut(Action::Retirer, Objet::Jeunes),
        },
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
    let accord = match j.sexe.as_deref() {
        Some("F") => "suivie",
        Some(_) => "suivi",
        None => "dossier suivi",
    };
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

fn telephone(j: &Lu) -> Ligne {
    let dit = j.telephone.as_ref().map(|t| t.parse::<Telephone>().map_or(t.clone(), |t| t.affiche()));
    Ligne::nouvelle("Téléphone", dit).lien(j.telephone.as_ref().map(|t| format!("tel:{t}")))
}

/// The fields that were told, group by group; a group whose field is not shown is not there.
fn champs_connus(j: &Lu, dossier: &Dossier, en_contrat: bool) -> Vec<Groupe> {
    let mut groupes = Vec::new();
    if dossier.voit(Champ::Coordonnees) {
        groupes.push(Groupe {
            titre: "Joindre",
            lignes: vec![
                telephone(j),
                Ligne::nouvelle("Courriel", j.courriel.clone())
                    .lien(j.courriel.as_ref().map(|c| format!("mailto:{c}"))),
                Ligne::nouvelle("Commune", j.commune_insee.as_deref().map(|c| referentiels::commune(c).to_owned())),
                Ligne::nouvelle("Code postal", j.code_postal.clone()),
            ],
        });
    }
    let mut lignes = Vec::new();
    if dossier.voit(Champ::Situation) {
        // What was said once does not hold against a contract that runs.
        let dite = j.situation.as_ref().map(|s| SITUATIONS.libelle(s).to_owned());
        let situation = match dite {
            Some(dite) if en_contrat => Some(format!("En contrat (dit auparavant : « {dite} »)")),
            None if en_contrat => Some("En contrat".to_owned()),
            dite => dite,
        };
        let oui_non = |b: bool| if b { "oui" } else { "non" }.to_owned();
        lignes.extend([
            Ligne::nouvelle("Situation", situation),
            Ligne::nouvelle("Niveau", j.niveau.clone()),
            Ligne::nouvelle("Quartier prioritaire", j.qpv.map(oui_non)),
        ]);
    }
    if dossier.voit(Champ::Parcours) {
        lignes.push(Ligne::nouvelle("Premier accueil", j.date_premier_accueil.map(date_longue)));
    }
    if dossier.voit(Champ::EtatCivil) {
        let sexe = j.sexe.as_ref().map(|s| SEXES.libelle(s).to_owned());
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
