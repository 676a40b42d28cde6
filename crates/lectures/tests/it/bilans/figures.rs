//! Figures are declared by the capabilities: one more, invented here, is counted and shown without an edit in the middle;
//! one that does not agree with the report stops the program.

use passerelle::figures::FIGURES;
use passerelle_faits::evenements::Evenements;
use passerelle_lectures::bilans::PLAN;
use passerelle_socle::access::Role;
use passerelle_socle::figure::{Denombre, Figure, Figures, Partie, Place, TERRITOIRE};

use super::bilan;
use passerelle_monde::mondes;

/// Events open to the public, of a place: what no capability counts.
const INVENTEE: Figure = Figure {
    nom: "portes-ouvertes",
    parties: &[Partie::Parmi("lieu", |lieu| lieu == "Bobigny")],
    libelle: |p| p.lire("lieu").map_or_else(|| "portes ouvertes".into(), |lieu| format!("portes ouvertes à {lieu}")),
    definition: "Événements de type « portes ouvertes » dont la date est dans la période.",
    perimetre: TERRITOIRE,
    reference: "Essai",
    texte: None,
    denombre: Denombre::Choses,
    compte: Some(("porte ouverte", "portes ouvertes")),
    rangees: |_| Box::new(Evenements::default()),
    lignes: |toutes, p, periode| {
        toutes.ou("e.type = ?", "portes_ouvertes").pendant("e.date", periode).ou_si("e.lieu = ?", p.lire("lieu"))
    },
    place: Place::Axe { axe: "promotion", cle: "portes_ouvertes" },
    carte: Some(90),
    annees: None,
};
static INVENTEES: [Figure; 1] = [INVENTEE];

fn avec(autres: &'static [Figure]) -> Result<Figures, String> {
    let toutes: Vec<&[Figure]> = FIGURES.into_iter().chain([autres]).collect();
    Figures::rassembler(&toutes, &PLAN).map_err(|e| e.to_string())
}

#[tokio::test]
async fn a_figure_invented_by_a_capability_is_counted_shown_and_opened_on_its_cases() {
    for mut monde in mondes("figure_inventee").await {
        monde.figures = avec(&INVENTEES).unwrap();
        let evenements = "code;type;date;intitule;lieu\n\
            P1;portes_ouvertes;2017-05-05;Au lycée;Bobigny\nP2;portes_ouvertes;2017-06-05;Au CFA;Pantin\n\
            P3;portes_ouvertes;2018-05-05;Après;Bobigny\n";
        assert!(!monde.livrer(&[("evenements.csv", evenements)]).await.refuse());
        // In the report, under its key, after those that were there.
        let texte = bilan(&monde, 2017).await;
        assert_eq!(texte["indicateurs"]["portes_ouvertes"], 2);
        let v = monde.visiteur(Some(Role::Pilote)).await;
        let _ouvert = crate::ATELIER.read().await;
        let json = String::from_utf8(v.fichier("/bilan/fichier/json?du=2017-01-01&au=2017-12-31").await).unwrap();
        let (avant, ici) = (json.find("\"evenements_promotion\": 0"), json.find("\"portes_ouvertes\": 2"));
        assert!(avant.is_some() && avant < ici, "{json}");
        // On the pages and in the files, with its words and its cases.
        let adresse = "/bilan/cas/portes-ouvertes?du=2017-01-01&#38;au=2017-12-31";
        let page = v.page("/bilan?du=2017-01-01&au=2017-12-31").await;
        assert!(page.contains(adresse) && page.contains("Portes ouvertes"), "{page}");
        assert!(v.page("/tableau-de-bord?annee=2017").await.contains(adresse));
        let csv = v.fichier("/bilan/fichier/csv?du=2017-01-01&au=2017-12-31").await;
        assert!(String::from_utf8(csv).unwrap().contains("Indicateurs de suivi;portes ouvertes;Valeur;2"));
        let cas = v.page("/bilan/cas/portes-ouvertes?du=2017-01-01&au=2017-12-31").await;
        assert!(cas.contains("2\u{a0}portes ouvertes") && cas.contains("Au lycée") && cas.contains("Au CFA"), "{cas}");
        let coupe = v.page("/bilan/cas/portes-ouvertes?lieu=Bobigny&du=2017-01-01&au=2017-12-31").await;
        assert!(coupe.contains("portes ouvertes à Bobigny") && !coupe.contains("Au CFA"), "{coupe}");
        for ailleurs in ["/bilan/cas/portes-ouvertes?lieu=Ailleurs", "/bilan/cas/contrats?type=cdi"] {
            assert_eq!(v.get(ailleurs).await.0, axum::http::StatusCode::NOT_FOUND, "{ailleurs}");
        }
    }
}

#[tokio::test]
async fn a_report_frozen_before_a_figure_existed_says_that_it_is_unknown() {
    for mut monde in mondes("figure_apres").await {
        let v = monde.visiteur(Some(Role::Pilote)).await;
        let (_, entetes, _) = v.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
        let fige = entetes[axum::http::header::LOCATION].to_str().unwrap().to_owned();
        monde.figures = avec(&INVENTEES).unwrap();
        let page = monde.visiteur(Some(Role::Pilote)).await.page(&fige).await;
        assert!(page.contains("<strong>non connu</strong> portes ouvertes"), "{page}");
    }
}

/// The same, at this place.
const fn inventee(place: Place) -> Figure {
    Figure { place, ..INVENTEE }
}

#[test]
fn a_figure_without_a_place_in_the_report_stops_the_program_and_is_named() {
    static SANS_AXE: [Figure; 1] = [inventee(Place::Axe { axe: "insertion", cle: "portes_ouvertes" })];
    let dit = avec(&SANS_AXE).unwrap_err();
    assert!(dit.contains("la figure « portes-ouvertes » n'a pas de place"), "{dit}");
    assert!(dit.contains("axe « insertion »") && dit.contains("animation, acces, promotion"), "{dit}");
    static SANS_SECTION: [Figure; 1] = [inventee(Place::Section { section: "forums", groupes: "e.type" })];
    assert!(avec(&SANS_SECTION).unwrap_err().contains("section « forums »"));
}

#[test]
fn two_figures_at_one_place_or_one_address_stop_the_program() {
    static MEME_CLE: [Figure; 1] = [inventee(Place::Axe { axe: "promotion", cle: "actions" })];
    let dit = avec(&MEME_CLE).unwrap_err();
    assert!(dit.contains("les figures « actions » et « portes-ouvertes » ont la même place « actions »"), "{dit}");
    static MEME_ADRESSE: [Figure; 2] =
        [INVENTEE, inventee(Place::Axe { axe: "promotion", cle: "portes_ouvertes_aussi" })];
    assert!(avec(&MEME_ADRESSE).unwrap_err().contains("la même adresse /bilan/cas/portes-ouvertes"));
}

#[test]
fn a_column_that_does_not_tell_its_rows_apart_stops_the_program() {
    static COLONNE: [Figure; 1] = [inventee(Place::Colonne {
        section: "parcours",
        cle: "portes_ouvertes",
        titre: "Portes ouvertes",
        somme: None,
    })];
    assert!(avec(&COLONNE).unwrap_err().contains("ne dit pas « action »"));
}

#[test]
fn a_column_of_people_whose_small_numbers_no_text_asks_for_stops_the_program() {
    static COLONNE: [Figure; 1] = [Figure {
        parties: &[Partie::Code {
            cle: "action",
            requis: true,
            nom: "SELECT intitule AS nom FROM actions WHERE code = $1",
        }],
        denombre: Denombre::Personnes,
        ..inventee(Place::Colonne { section: "parcours", cle: "venus", titre: "Venus", somme: None })
    }];
    let dit = avec(&COLONNE).unwrap_err();
    assert!(dit.contains("compte des personnes dans un tableau dont les colonnes se recoupent"), "{dit}");
}

#[test]
fn a_report_that_lacks_a_figure_it_needs_stops_the_program() {
    let sans_contrats: Vec<&[Figure]> = FIGURES.into_iter().filter(|f| f[0].nom != "contrats").collect();
    let dit = Figures::rassembler(&sans_contrats, &PLAN).unwrap_err().to_string();
    assert!(dit.contains("aucune figure ne prend la place « contrats »"), "{dit}");
}
