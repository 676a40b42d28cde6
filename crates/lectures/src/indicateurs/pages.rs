//! The dashboard and the cases of figures.

use askama::Template;
use axum::extract::{Path, State};
use chrono::Datelike;
use passerelle_base::{Date, Periode};
use passerelle_secret::Effectif;

use super::cas::Cas;
use super::discretion;
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::{self, Base, Resultat};
use passerelle_socle::figure::{Coupe, Figures};
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, Site, afficher, entete_simple, exporter, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/tableau-de-bord", Action::Consulter, Objet::TableauDeBord, tableau_de_bord)
        .get("/bilan/cas/{figure}", Action::Lister, Objet::Cas, cas)
        .get("/bilan/cas/{figure}/{format}", Action::Exporter, Objet::Cas, cas_exportes)
}

/// First and last day of the facts known up to a day, of the figures that tell years.
async fn bornes(base: &Base, figures: &Figures, aujourdhui: Date) -> Resultat<Option<Periode>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Bornes {
        premiere: Option<Date>,
        derniere: Option<Date>,
    }
    let mut bornes: Option<Periode> = None;
    for (table, colonne) in figures.annees() {
        // Two look-ups at the ends of an index, however big the table.
        let sql = format!(
            "SELECT (SELECT min({colonne}) FROM {table}) AS premiere, \
             (SELECT max({colonne}) FROM {table} WHERE {colonne} <= $1) AS derniere"
        );
        let lues: Option<Bornes> = db::ligne(base.lecture(), &sql, [aujourdhui.into()]).await?;
        if let Some(Bornes { premiere: Some(p), derniere: Some(d) }) = lues {
            let connues = bornes.unwrap_or(Periode { du: p, au: d });
            bornes = Some(Periode { du: connues.du.min(p), au: connues.au.max(d) });
        }
    }
    Ok(bornes)
}

/// Years that have facts, the latest first.
pub async fn annees(etat: &Etat, accorde: &Accorde) -> Resultat<Vec<i32>> {
    let bornes = bornes(&etat.base, &etat.figures, etat.horloge.aujourdhui()).await?;
    let derniere = discretion::derniere_annee(accorde.acteur(), etat.horloge.aujourdhui());
    Ok(bornes.map_or(vec![], |b| (b.du.year()..=b.au.year().min(derniere)).rev().collect()))
}

/// The last year that facts cover to its end: a year whose facts stop before December is still
/// being told. Pure.
fn derniere_annee_pleine(bornes: Option<Periode>, aujourdhui: Date) -> i32 {
    match bornes {
        None => aujourdhui.year(),
        Some(Periode { au, .. }) if au.month() == 12 && au.year() < aujourdhui.year() => au.year(),
        Some(Periode { du, au }) => (au.year() - 1).max(du.year()),
    }
}

/// The year shown first: the last full one that has facts. A year without any, between an old import and what is typed
/// today, would open on zeros.
async fn annee_montree(base: &Base, figures: &Figures, aujourdhui: Date) -> Resultat<i32> {
    let mut connues = bornes(base, figures, aujourdhui).await?;
    loop {
        let annee = derniere_annee_pleine(connues, aujourdhui);
        let fin = Periode::annee(annee).au;
        match bornes(base, figures, fin).await? {
            Some(lues) if lues.au.year() < annee => connues = Some(lues),
            _ => return Ok(annee),
        }
    }
}

/// The period of an address: `du` and `au`, or `annee`, or the last full year that has facts.
async fn periode_demandee(etat: &Etat, p: &Parametres) -> Result<Periode, Erreur> {
    let jour = |cle: &str| -> Result<Option<Date>, Erreur> {
        match p.lire(cle) {
            "" => Ok(None),
            texte => passerelle_base::lire_date(texte).map(Some).map_err(|e| Erreur::Demande(format!("{e}."))),
        }
    };
    if let Ok(annee @ 1900..=2100) = p.lire("annee").parse::<i32>() {
        return Ok(Periode::annee(annee));
    }
    match (jour("du")?, jour("au")?) {
        (Some(du), Some(au)) => Periode::nouvelle(du, au).map_err(|e| Erreur::Demande(format!("{e}."))),
        (None, None) => {
            let aujourdhui = etat.horloge.aujourdhui();
            Ok(Periode::annee(annee_montree(&etat.base, &etat.figures, aujourdhui).await?))
        }
        _ => Err(Erreur::Demande("Donnez le premier et le dernier jour de la période.".into())),
    }
}

/// The same, when this reader reads such a period.
pub async fn periode_lue(etat: &Etat, accorde: &Accorde, p: &Parametres) -> Result<Periode, Erreur> {
    let periode = periode_demandee(etat, p).await?;
    discretion::accorder(accorde.acteur(), periode, etat.horloge.aujourdhui(), p).map_err(Erreur::Demande)
}

struct Carte {
    valeur: Effectif,
    libelle: String,
    definition: &'static str,
    /// The cases, for whoever may read them.
    lien: Option<String>,
}

#[derive(Template)]
#[template(path = "indicateurs/pages/tableau_de_bord.html")]
struct PageTableau {
    cadre: Cadre,
    periode: Periode,
    annees: Vec<i32>,
    annee: i32,
    cartes: Vec<Carte>,
    vide: bool,
    importe: bool,
}

async fn tableau_de_bord(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let periode = periode_lue(&etat, &accorde, &p).await?;
    let annees = annees(&etat, &accorde).await?;
    let discretion = accorde.acteur().discretion();
    let cas = may(accorde.acteur(), Action::Lister, Objet::Cas, &Faits::default()).is_ok();
    let vue = etat.base.instantane().await?;
    let mut cartes = vec![];
    for figure in etat.figures.cartes() {
        let coupe = Coupe::from(figure);
        let compte = coupe.selection(&periode, &accorde)?.compter(&vue).await?;
        let ouvre = !figure.denombre.personnes() || compte >= discretion.ouvre_des();
        let dit = match discretion.seuil().filter(|_| figure.denombre.discret()) {
            Some(seuil) => Effectif::seul(compte, seuil),
            None => Effectif::Dit(compte),
        };
        cartes.push(Carte {
            valeur: dit,
            libelle: coupe.libelle(),
            definition: figure.definition,
            lien: (cas && ouvre).then(|| coupe.adresse(&periode)),
        });
    }
    vue.rollback().await?;
    let peut_importer = cadre.menu.iter().any(|e| e.chemin == "/imports");
    let modele = PageTableau {
        cadre,
        periode,
        annee: periode.du.year(),
        vide: annees.is_empty(),
        importe: peut_importer,
        annees,
        cartes,
    };
    page(modele)
}

async fn demandes(etat: &Etat, accorde: &Accorde, nom: &str, p: &Parametres) -> Result<Cas, Erreur> {
    let coupe = etat.figures.lire(nom, p).ok_or(Erreur::Introuvable)?;
    let periode = periode_lue(etat, accorde, p).await?;
    // A code of nothing known is no page.
    let noms = coupe.noms(etat.base.lecture()).await?.ok_or(Erreur::Introuvable)?;
    Ok(Cas {
        rangees: coupe.repertoire(etat.horloge.aujourdhui()),
        precision: (!noms.is_empty()).then(|| noms.join(", ")),
        coupe,
        periode,
        calcule_le: entete_simple(etat.horloge.maintenant()),
    })
}

async fn cas(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(cle): Path<String>, p: Parametres) -> Page {
    let r = demandes(&etat, &accorde, &cle, &p).await?;
    let p = p.avec_periode(&r.periode);
    afficher(&etat, cadre, &accorde, &p, &r).await
}

async fn cas_exportes(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((cle, format)): Path<(String, String)>,
    p: Parametres,
) -> Page {
    let r = demandes(&etat, &accorde, &cle, &p).await?;
    exporter(&etat, &accorde, &p, &r, &format).await
}

impl Carte {
    fn chiffre(&self) -> String {
        self.valeur.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_still_being_told_is_not_the_one_shown_first() {
        let jour = |t: &str| t.parse::<Date>().unwrap();
        let aujourdhui = jour("2026-11-20");
        let annee = |premiere, derniere| {
            derniere_annee_pleine(Some(Periode { du: jour(premiere), au: jour(derniere) }), aujourdhui)
        };
        assert_eq!(annee("2015-01-05", "2018-02-16"), 2017);
        assert_eq!(annee("2015-01-05", "2017-12-11"), 2017);
        assert_eq!(annee("2015-01-05", "2026-11-19"), 2025);
        assert_eq!(annee("2017-03-01", "2017-06-01"), 2017);
        assert_eq!(derniere_annee_pleine(None, aujourdhui), 2026);
    }
}
