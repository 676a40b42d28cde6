//! Reads the figures of a report, all from one still view of the base.

use std::collections::{BTreeMap, HashMap};

use passerelle_base::{Date, Periode};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::model::{Bilan, Citation, Contrats, ContratsStructure, Indicateurs, Parcours, Prescripteur, Rencontre};
use crate::indicateurs::{AXES, Figure, Mesure};
use crate::statistiques;
use passerelle_faits::contrats::ALTERNANCE;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::{self, Base, Resultat, Tx};

/// Computes the report of a period.
pub async fn calculer(base: &Base, accorde: &Accorde, periode: Periode) -> Resultat<Bilan> {
    accorde.pour(&[Action::Consulter, Action::Exporter, Action::Figer], &[Objet::Bilans])?;
    let vue = base.instantane().await?;
    let lecture = Lecture { vue, accorde, periode };
    let structures = lecture.structures().await?;
    let contrats_par_structure = lecture.contrats(&structures).await?;
    let contrats_total = contrats_par_structure.iter().fold(Contrats::default(), |t, s| Contrats {
        apprentissage: t.apprentissage + s.contrats.apprentissage,
        professionnalisation: t.professionnalisation + s.contrats.professionnalisation,
        total: t.total + s.contrats.total,
    });
    let declarent: Vec<&str> = contrats_par_structure.iter().map(|c| c.structure.as_str()).collect();
    let mut sans_contrat: Vec<String> = structures
        .values()
        .filter(|s| s.r#type == "mission_locale" && !declarent.contains(&s.code.as_str()))
        .map(|s| s.nom.clone())
        .collect();
    sans_contrat.sort();
    let positionnements_par_prescripteur = lecture.positionnements(&structures).await?;
    let bilan = Bilan {
        periode,
        indicateurs: lecture.indicateurs().await?,
        parcours_securises: lecture.parcours().await?,
        contrats_par_structure,
        contrats_total,
        contrats_par_annee: lecture.contrats_par_annee(base).await?,
        positionnements_total: positionnements_par_prescripteur.iter().map(|p| p.nombre).sum(),
        positionnements_par_prescripteur,
        rencontres: lecture.rencontres().await?,
        statistiques: lecture.statistiques().await?,
        sans_contrat,
    };
    // Left to its drop, the view would stay open on the server until its connection serves again.
    lecture.vue.rollback().await?;
    Ok(bilan)
}

struct Lecture<'a> {
    vue: Tx,
    accorde: &'a Accorde,
    periode: Periode,
}

#[derive(FromQueryResult)]
struct Structure {
    id: Uuid,
    code: String,
    nom: String,
    r#type: String,
}

impl Lecture<'_> {
    async fn compter(&self, figure: &Figure) -> Resultat<i64> {
        figure.selection(&self.periode, self.accorde)?.compter(&self.vue).await
    }

    async fn structures(&self) -> Resultat<HashMap<Uuid, Structure>> {
        let lues: Vec<Structure> = db::lignes(&self.vue, "SELECT id, code, nom, type FROM structures", []).await?;
        Ok(lues.into_iter().map(|s| (s.id, s)).collect())
    }

    async fn indicateurs(&self) -> Resultat<Indicateurs> {
        let mut indicateurs = Indicateurs::default();
        for (cle, figure) in AXES.iter().flat_map(|(_, figures)| figures.iter()) {
            if let Some(place) = indicateurs.par_cle(cle) {
                *place = self.compter(figure).await?;
            }
        }
        Ok(indicateurs)
    }

    async fn parcours(&self) -> Resultat<Vec<Parcours>> {
        let selection = Figure::ParcoursSecurises.selection(&self.periode, self.accorde)?;
        // Parcours sécurisés are a handful a year.
        let lignes = selection.ordre("a.date_debut, a.code").page(&self.vue, 0, 1_000).await?;
        let mut parcours = Vec::with_capacity(lignes.len());
        for l in lignes {
            let code: String = l.try_get_by("code")?;
            let ouvert = l.try_get_by::<Option<String>, _>("etat")?.as_deref() != Some("non_ouverte");
            let mut nombres = [None; 6];
            if ouvert {
                for (place, mesure) in std::iter::zip(&mut nombres, Mesure::TOUTES) {
                    *place = Some(self.compter(&Figure::Parcours(code.clone(), mesure)).await?);
                }
            }
            let [accompagnes, termines, contrat_apprentissage, formation, emploi, sorties_positives] = nombres;
            parcours.push(Parcours {
                intitule: l.try_get_by("intitule")?,
                ouvert,
                accompagnes,
                termines,
                contrat_apprentissage,
                formation,
                emploi,
                sorties_positives,
                debut: l.try_get_by::<Option<Date>, _>("date_debut")?,
                fin: l.try_get_by::<Option<Date>, _>("date_fin")?,
                code,
            });
        }
        Ok(parcours)
    }

    async fn contrats(&self, structures: &HashMap<Uuid, Structure>) -> Resultat<Vec<ContratsStructure>> {
        #[derive(FromQueryResult)]
        struct Groupe {
            structure_id: Uuid,
            r#type: String,
            nombre: i64,
        }
        let selection = Figure::Contrats(None, None).selection(&self.periode, self.accorde)?;
        let groupes: Vec<Groupe> = selection.compter_par(&self.vue, "c.structure_id, c.type").await?;
        let mut par_structure: BTreeMap<Uuid, Contrats> = BTreeMap::new();
        for g in groupes {
            let contrats = par_structure.entry(g.structure_id).or_default();
            match g.r#type.as_str() {
                "apprentissage" => contrats.apprentissage += g.nombre,
                _ => contrats.professionnalisation += g.nombre,
            }
            contrats.total += g.nombre;
        }
        let mut lignes: Vec<ContratsStructure> = par_structure
            .into_iter()
            .filter_map(|(id, contrats)| structures.get(&id).map(|s| (s, contrats)))
            .map(|(s, contrats)| ContratsStructure { structure: s.code.clone(), nom: s.nom.clone(), contrats })
            .collect();
        lignes.sort_by_key(|l| (passerelle_base::plier(&l.nom), l.structure.clone()));
        Ok(lignes)
    }

    async fn contrats_par_annee(&self, base: &Base) -> Resultat<BTreeMap<String, i64>> {
        #[derive(FromQueryResult)]
        struct Annee {
            annee: i64,
            nombre: i64,
        }
        let sql = format!(
            "SELECT {} AS annee, count(*) AS nombre FROM contrats c WHERE c.type IN ('{}') GROUP BY 1",
            base.moteur().annee("c.date_debut"),
            ALTERNANCE.join("', '")
        );
        let annees: Vec<Annee> = db::lignes(&self.vue, &sql, []).await?;
        Ok(annees.into_iter().map(|a| (a.annee.to_string(), a.nombre)).collect())
    }

    async fn positionnements(&self, structures: &HashMap<Uuid, Structure>) -> Resultat<Vec<Prescripteur>> {
        #[derive(FromQueryResult)]
        struct Groupe {
            prescripteur_id: Option<Uuid>,
            nombre: i64,
        }
        let selection = Figure::Positionnements(None).selection(&self.periode, self.accorde)?;
        let groupes: Vec<Groupe> = selection.compter_par(&self.vue, "p.prescripteur_id").await?;
        let mut par_type: BTreeMap<&str, i64> = BTreeMap::new();
        for g in &groupes {
            let connue = g.prescripteur_id.and_then(|id| structures.get(&id));
            *par_type.entry(connue.map_or("non_connu", |s| s.r#type.as_str())).or_default() += g.nombre;
        }
        let mut lignes: Vec<Prescripteur> =
            par_type.into_iter().map(|(t, nombre)| Prescripteur { r#type: t.to_owned(), nombre }).collect();
        lignes.sort_by(|a, b| b.nombre.cmp(&a.nombre).then_with(|| a.r#type.cmp(&b.r#type)));
        Ok(lignes)
    }

    async fn rencontres(&self) -> Resultat<Vec<Rencontre>> {
        let figure = Figure::Evenements("rencontre_cfa_prescripteurs");
        let lignes =
            figure.selection(&self.periode, self.accorde)?.ordre("e.date, e.code").page(&self.vue, 0, 1_000).await?;
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
