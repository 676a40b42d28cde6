//! Routes and record of contracts, and what they add to the timeline of a young person.

use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_documents::Cellule;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::echeances_fiche::{self, Papiers};
use super::libre::{self, Signe};
use super::libre_fiche;
use super::liste::Contrats;
use super::model::{Contrat, MOTIFS_RUPTURE, TYPES};
use super::rules::{Dates, etat as etat_du_contrat};
use passerelle_gens::accompagnements::dossier;
use passerelle_socle::access::{Accorde, Action, Champ, Jeune, Objet, Structure};
use passerelle_socle::db::{self, Base, Resultat};
use passerelle_socle::fait::{Fait, Preuve};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::FaitDe;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fiche, Page, Site, nom_complet, page, pastille};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/contrats", "/contrats.xlsx", "/contrats.csv"], Objet::Contrats, async |etat, p| {
            Ok(Contrats::demandes(&etat, &p))
        })
        .get("/contrats/{id}", Action::Consulter, Objet::Contrats, fiche)
}

#[derive(FromQueryResult)]
struct Lu {
    jeune_id: Id<Jeune>,
    nom: String,
    prenom: String,
    structure_id: Id<Structure>,
    structure: String,
    r#type: String,
    employeur_siret: Option<String>,
    employeur_nom: Option<String>,
    cfa_id: Option<Id<Structure>>,
    calendrier: Option<String>,
    cfa: Option<String>,
    certification: Option<String>,
    date_conclusion: Option<Date>,
    date_debut: Date,
    date_fin: Option<Date>,
    date_rupture: Option<Date>,
    motif_rupture: Option<String>,
    depose_le: Option<Date>,
}

impl Lu {
    fn papiers(&self) -> Papiers {
        Papiers {
            conclu: self.date_conclusion.unwrap_or(self.date_debut),
            debut: self.date_debut,
            depose_le: self.depose_le,
            rupture: self.date_rupture,
        }
    }
    fn signe(&self) -> Signe {
        Signe {
            structure_id: self.structure_id,
            jeune_id: self.jeune_id,
            r#type: self.r#type.clone(),
            cfa_id: self.cfa_id,
            calendrier: self.calendrier.clone(),
            date_conclusion: self.date_conclusion,
            date_debut: self.date_debut,
            date_fin: self.date_fin,
            date_rupture: self.date_rupture,
        }
    }
}

const LIRE: &str = "SELECT c.jeune_id, j.nom, j.prenom, c.structure_id, s.nom AS structure, c.type, \
                    c.employeur_siret, c.employeur_nom, c.cfa_id, c.calendrier, f.nom AS cfa, c.certification, c.date_conclusion, \
                    c.date_debut, c.date_fin, c.date_rupture, c.motif_rupture, c.depose_le FROM contrats c \
                    JOIN jeunes j ON j.id = c.jeune_id JOIN structures s ON s.id = c.structure_id \
                    LEFT JOIN structures f ON f.id = c.cfa_id";

/// A contract is part of a young person's file: reading it is journalled as reading the file.
async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Contrat>>) -> Page {
    let tx = etat.base.en_lisant().await?;
    let lu: Option<Lu> = db::ligne(&tx, &format!("{LIRE} WHERE c.id = $1"), [id.into()]).await?;
    // What is not there is asked about as if it were nobody's: the same questions, the same refusal.
    let jeune = lu.as_ref().map_or(Id::nul(), |c| c.jeune_id);
    dossier(&tx, &etat, &accorde, jeune).await?;
    let c = lu.ok_or(Erreur::Introuvable)?;
    let entree = Entree::sur(Action::Consulter, Objet::Jeunes).id(c.jeune_id).detail("contrat");
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    let (signe, papiers, jour) = (c.signe(), c.papiers(), etat.horloge.aujourdhui());
    let libre = libre::lire(&tx, &signe, jour).await?;
    tx.commit().await?;
    let dates = Dates { debut: c.date_debut, fin: c.date_fin, rupture: c.date_rupture };
    let a_ce_jour = etat_du_contrat(dates, jour);
    let jeune = nom_complet(&c.prenom, &c.nom);
    let genre = TYPES.libelle(&c.r#type);
    let titre = format!("{genre} de {jeune}");
    let cfa = match (c.cfa, c.cfa_id) {
        (Some(nom), Some(id)) => Cellule::from(nom).avec_lien(format!("/structures/{id}")),
        _ => Cellule::from(None::<String>),
    };
    let fiche = Fiche::nouvelle(
        cadre,
        Etape::vers("Contrats", "/contrats"),
        titre,
        format!("Début le {}", date_longue(c.date_debut)),
    )
    .groupe(
        "Dates",
        vec![
            ("État", pastille(a_ce_jour.libelle(), a_ce_jour.depuis())),
            ("Conclusion", c.date_conclusion.into()),
            ("Début", c.date_debut.into()),
            ("Fin prévue", c.date_fin.into()),
            ("Rupture", c.date_rupture.into()),
            ("Motif de rupture", c.motif_rupture.map(|m| MOTIFS_RUPTURE.libelle(&m).to_owned()).into()),
        ],
    )
    .groupe(
        "Qui",
        vec![
            ("Jeune", Cellule::from(jeune).avec_lien(format!("/jeunes/{}", c.jeune_id))),
            ("Structure en charge", Cellule::from(c.structure).avec_lien(format!("/structures/{}", c.structure_id))),
            ("Employeur", c.employeur_nom.into()),
            ("SIRET", c.employeur_siret.into()),
            ("CFA", cfa),
            ("Certification", c.certification.into()),
        ],
    );
    let fiche = match &libre {
        Some(libre) => {
            let fiche = fiche.groupe("Rupture libre", libre_fiche::champs(libre, jour));
            let delais = echeances_fiche::champs(papiers, jour);
            let fiche = if delais.is_empty() { fiche } else { fiche.groupe("Délais", delais) };
            Fiche { tableaux: libre_fiche::tableaux(libre), ..fiche }
        }
        None => fiche,
    };
    page(fiche)
}

/// The facts of some people.
pub(super) async fn des_jeunes(base: &Base, jeunes: &[Id<Jeune>]) -> Resultat<Vec<FaitDe>> {
    let sql = format!("{LIRE} WHERE c.jeune_id IN ({})", db::places(jeunes.len()));
    let lus: Vec<Lu> = db::lignes(base.lecture(), &sql, jeunes.iter().map(|j| (*j).into())).await?;
    let faits = lus.into_iter().flat_map(|c| {
        let jeune = c.jeune_id;
        let chez = c.employeur_nom.as_deref().map(|e| format!("chez {e}")).unwrap_or_default();
        let genre = TYPES.libelle(&c.r#type);
        let fait = |date, titre: String| Fait::nouveau(date, Champ::Contrats, titre).source(&c.structure);
        let motif = c.motif_rupture.as_deref().map(|m| MOTIFS_RUPTURE.libelle(m).to_lowercase());
        let preuve = Preuve::Contrat {
            debut: c.date_debut,
            // The last day of a contract is still one of its days.
            fin: c.date_rupture.or_else(|| c.date_fin.and_then(|f| f.succ_opt())),
            rompu: c.date_rupture.is_some(),
        };
        let signe = c.date_conclusion.filter(|d| *d < c.date_debut);
        let debut = fait(c.date_debut, format!("Début du contrat : {genre}")).detail(&chez);
        let rupture = [chez.clone()].into_iter().chain(motif).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        [
            signe.map(|d| fait(d, format!("Signature du contrat : {genre}")).detail(&chez).preuve(preuve)),
            Some(if signe.is_some() { debut } else { debut.preuve(preuve) }),
            c.date_rupture.map(|d| fait(d, "Rupture du contrat".into()).detail(rupture)),
        ]
        .into_iter()
        .flatten()
        .map(|fait| FaitDe { jeune, fait })
        .collect::<Vec<_>>()
    });
    Ok(faits.collect())
}
