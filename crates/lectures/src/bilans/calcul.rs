//! Reads the figures of a report, all from one still view of the base.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use passerelle_base::{Date, Periode};
use passerelle_secret::Effectif;
use sea_orm::FromQueryResult;

use super::discret::{Comptes, discret};
use super::model::{Bilan, Citation, ContratsStructure, Parcours, Prescripteur, Rencontre, Reperes};
use super::nombres::Nombres;
use super::plan::{AXES, CONTRATS, PARCOURS, PARCOURS_SECURISES, POSITIONNEMENTS, RENCONTRES};
use crate::statistiques;
use passerelle_faits::contrats;
use passerelle_socle::access::{Accorde, Action, AutrePreuve, Objet, Structure};
use passerelle_socle::db::{self, Base, Resultat, Selection, Tx};
use passerelle_socle::figure::{Coupe, Figures};
use passerelle_socle::ident::Id;

/// Computes the report of a period, as this reader may read it.
pub async fn calculer(base: &Base, figures: &Figures, accorde: &Accorde, periode: Periode) -> Resultat<Bilan> {
    accorde.pour(&[Action::Consulter, Action::Exporter, Action::Figer], &[Objet::Bilans])?;
    let vue = base.instantane().await?;
    let lecture = Lecture { vue, figures, accorde, periode };
    let structures = lecture.structures().await?;
    let contrats_par_structure = lecture.contrats(&structures).await?;
    let contrats_total = Comptes::somme(contrats_par_structure.iter().map(|s| &s.contrats)).contrats();
    let declarent: Vec<&str> = contrats_par_structure.iter().map(|c| c.structure.as_str()).collect();
    let mut sans_contrat: Vec<String> = structures
        .values()
        .filter(|s| s.r#type == MISSION_LOCALE && !declarent.contains(&s.code.as_str()))
        .map(|s| s.nom.clone())
        .collect();
    sans_contrat.sort();
    let positionnements_par_prescripteur = lecture.positionnements(&structures).await?;
    let positionnements_total = positionnements_par_prescripteur.iter().filter_map(|p| p.nombre.dit()).sum::<i64>();
    let par_annee = contrats::par_annee(&lecture.vue, base.moteur(), accorde).await?;
    let discretion = accorde.acteur().discretion();
    let bilan = Bilan {
        periode,
        indicateurs: lecture.indicateurs().await?,
        parcours_securises: lecture.parcours().await?,
        contrats_par_structure,
        contrats_total,
        contrats_par_annee: par_annee.into_iter().map(|(annee, n)| (annee, n.into())).collect(),
        positionnements_total: positionnements_total.into(),
        positionnements_par_prescripteur,
        rencontres: lecture.rencontres().await?,
        statistiques: lecture.statistiques().await?,
        sans_contrat,
        reperes: Reperes::parmi(structures.values()),
        ouvre_des: discretion.ouvre_des(),
    };
    // Left to its drop, the view would stay open on the server until its connection serves again.
    lecture.vue.rollback().await?;
    Ok(match discretion.seuil() {
        Some(seuil) => discret(&bilan, figures, seuil),
        None => bilan,
    })
}

const MISSION_LOCALE: &str = "mission_locale";

struct Lecture<'a> {
    vue: Tx,
    figures: &'a Figures,
    accorde: &'a Accorde,
    periode: Periode,
}

#[derive(FromQueryResult)]
struct Nommee {
    id: Id<Structure>,
    code: String,
    nom: String,
    r#type: String,
}

impl Reperes {
    fn parmi<'a>(structures: impl Iterator<Item = &'a Nommee> + Clone) -> Self {
        let locales = structures.clone().filter(|s| s.r#type == MISSION_LOCALE);
        let mut missions_locales: Vec<(String, String)> = locales.map(|s| (s.code.clone(), s.nom.clone())).collect();
        missions_locales.sort_by_key(|(code, nom)| (passerelle_base::plier(nom), code.clone()));
        let types: BTreeSet<&str> = structures.map(|s| s.r#type.as_str()).collect();
        Self { missions_locales, types: types.into_iter().map(str::to_owned).collect() }
    }
}

impl Lecture<'_> {
    fn lignes(&self, coupe: &Coupe) -> Result<Selection, AutrePreuve> {
        coupe.selection(&self.periode, self.accorde)
    }

    async fn structures(&self) -> Resultat<HashMap<Id<Structure>, Nommee>> {
        let lues: Vec<Nommee> = db::lignes(&self.vue, "SELECT id, code, nom, type FROM structures", []).await?;
        Ok(lues.into_iter().map(|s| (s.id, s)).collect())
    }

    async fn indicateurs(&self) -> Resultat<Nombres<Effectif>> {
        let mut nombres = vec![];
        for figure in AXES.codes.iter().flat_map(|axe| self.figures.de_l_axe(axe)) {
            let nombre = self.lignes(&figure.into())?.compter(&self.vue).await?;
            nombres.push((figure.place.cle().to_owned(), nombre.into()));
        }
        Ok(nombres.into_iter().collect())
    }

    async fn parcours(&self) -> Resultat<Vec<Parcours>> {
        let selection = self.lignes(&self.figures.indicateur(PARCOURS_SECURISES))?;
        // Parcours sécurisés are a handful a year.
        let lignes = selection.ordre("a.date_debut, a.code").page(&self.vue, 0, 1_000).await?;
        let (section, partie) = PARCOURS;
        let mut parcours = Vec::with_capacity(lignes.len());
        for l in lignes {
            let code: String = l.try_get_by("code")?;
            let ouvert = l.try_get_by::<Option<String>, _>("etat")?.as_deref() != Some("non_ouverte");
            let mut nombres = vec![];
            for figure in self.figures.colonnes(section) {
                let du_parcours = Coupe::from(figure).avec(partie, code.as_str());
                let nombre = if ouvert { Some(self.lignes(&du_parcours)?.compter(&self.vue).await?) } else { None };
                nombres.push((figure.place.cle().to_owned(), nombre));
            }
            parcours.push(Parcours {
                intitule: l.try_get_by("intitule")?,
                ouvert,
                nombres: nombres.into_iter().collect(),
                debut: l.try_get_by::<Option<Date>, _>("date_debut")?,
                fin: l.try_get_by::<Option<Date>, _>("date_fin")?,
                code,
            });
        }
        Ok(parcours)
    }

    async fn contrats(&self, structures: &HashMap<Id<Structure>, Nommee>) -> Resultat<Vec<ContratsStructure>> {
        #[derive(FromQueryResult)]
        struct Groupe {
            structure_id: Id<Structure>,
            r#type: String,
            nombre: i64,
        }
        let (coupe, colonnes) = self.figures.section(CONTRATS);
        let groupes: Vec<Groupe> = self.lignes(&coupe)?.compter_par(&self.vue, colonnes).await?;
        let mut par_structure: BTreeMap<Id<Structure>, Comptes> = BTreeMap::new();
        for g in groupes {
            let contrats = par_structure.entry(g.structure_id).or_default();
            match g.r#type.as_str() {
                "apprentissage" => contrats.apprentissage += g.nombre,
                _ => contrats.professionnalisation += g.nombre,
            }
        }
        let mut lignes: Vec<ContratsStructure> = par_structure
            .into_iter()
            .filter_map(|(id, contrats)| structures.get(&id).map(|s| (s, contrats)))
            .map(|(s, contrats)| ContratsStructure {
                structure: s.code.clone(),
                nom: s.nom.clone(),
                contrats: contrats.contrats(),
            })
            .collect();
        lignes.sort_by_key(|l| (passerelle_base::plier(&l.nom), l.structure.clone()));
        Ok(lignes)
    }

    async fn positionnements(&self, structures: &HashMap<Id<Structure>, Nommee>) -> Resultat<Vec<Prescripteur>> {
        #[derive(FromQueryResult)]
        struct Groupe {
            prescripteur_id: Option<Id<Structure>>,
            nombre: i64,
        }
        let (coupe, colonnes) = self.figures.section(POSITIONNEMENTS);
        let groupes: Vec<Groupe> = self.lignes(&coupe)?.compter_par(&self.vue, colonnes).await?;
        let mut par_type: BTreeMap<&str, i64> = BTreeMap::new();
        for g in &groupes {
            let connue = g.prescripteur_id.and_then(|id| structures.get(&id));
            *par_type.entry(connue.map_or("non_connu", |s| s.r#type.as_str())).or_default() += g.nombre;
        }
        let mut lignes: Vec<Prescripteur> = par_type
            .into_iter()
            .map(|(t, nombre)| Prescripteur { r#type: t.to_owned(), nombre: nombre.into() })
            .collect();
        lignes.sort_by(|a, b| b.nombre.cmp(&a.nombre).then_with(|| a.r#type.cmp(&b.r#type)));
        Ok(lignes)
    }

    async fn rencontres(&self) -> Resultat<Vec<Rencontre>> {
        let selection = self.lignes(&self.figures.indicateur(RENCONTRES))?;
        let lignes = selection.ordre("e.date, e.code").page(&self.vue, 0, 1_000).await?;
        Ok(lignes.iter().map(|l| Rencontre::from_query_result(l, "")).collect::<Result<_, _>>()?)
    }

    async fn statistiques(&self) -> Resultat<Vec<Citation>> {
        let lues = statistiques::de_la_periode(&self.vue, self.accorde, &self.periode).await?;
        let citation = |s: statistiques::Statistique| Citation {
            serie: s.serie,
            territoire: s.territoire,
            periode: s.periode,
            valeur: s.valeur.and_then(nombre_json),
            unite: s.unite,
            source: s.source,
        };
        Ok(lues.into_iter().map(citation).collect())
    }
}

/// 4337, not 4337.0.
fn nombre_json(valeur: f64) -> Option<serde_json::Number> {
    let entier = valeur.fract() == 0.0 && valeur.abs() < 9e15;
    if entier { Some((valeur as i64).into()) } else { serde_json::Number::from_f64(valeur) }
}
