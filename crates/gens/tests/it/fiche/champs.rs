//! Every field of the file against every view: shown to those whose view says so, absent for all others.

use axum::http::StatusCode;
use passerelle_socle::access::{Champ, Portee, Role, Vue};
use passerelle_socle::ident::Id;
use scraper::Html;

use super::scene::{Scene, scenes};
use passerelle_monde::Visiteur;
use passerelle_monde::html::{fautes, texte, tous};

/// A text that only a field holds, whoever wrote it being the structure of the reader or not.
fn canari(champ: Champ, vue: Vue) -> &'static str {
    match champ {
        Champ::Prenom => "Amina",
        Champ::Nom => "BELADOUR",
        Champ::EtatCivil => "4 mai 1999",
        Champ::Coordonnees => "06 39 98 01 10",
        Champ::Situation => "En recherche d'emploi",
        Champ::Numeros => "NUM-007-NORD",
        Champ::QuiSuit => "Claire Nobel, Mission locale Nord, depuis le",
        Champ::Parcours => "Positionnement demandé",
        Champ::Contrats => "Maçonnerie du Canal",
        Champ::Contacts => "Canari contact",
        Champ::Freins => "préparer un permis",
        Champ::NotesStructure if vue == Vue::Partenaire => "Canari note interne du CFA",
        Champ::NotesStructure => "Canari note interne du Nord",
        Champ::NotesSuivi => "Canari note suivi",
        Champ::NotesJeune => "Canari note jeune",
        Champ::Partages => "positionnement sur la Prépa BTP",
        Champ::QuiALu => "Lectrice Canari",
    }
}

/// Writes a text in every field, through the product.
async fn remplir(s: &Scene) {
    s.executer("UPDATE numeros SET numero = 'NUM-007-NORD' WHERE jeune_id = $1", vec![s.amina.into()]).await;
    let contact =
        [("type", "rendez_vous"), ("date", "2018-02-01"), ("presence", "present"), ("issue", "Canari contact")];
    s.envoyer(&s.claire, "/contacts", &contact).await;
    s.envoyer(&s.claire, "/freins", &[("thematique", "mobilite--preparer-un-permis"), ("date", "2018-02-01")]).await;
    for (qui, niveau, texte) in [
        (&s.claire, "structure", "Canari note interne du Nord"),
        (&s.formateur, "structure", "Canari note interne du CFA"),
        (&s.claire, "suivi", "Canari note suivi"),
        (&s.claire, "jeune", "Canari note jeune"),
    ] {
        s.envoyer(qui, "/notes", &[("niveau", niveau), ("date", "2018-02-01"), ("texte", texte)]).await;
    }
    // Somebody reads the file.
    let lectrice = s.monde.professionnel("Lectrice Canari", Role::Conseiller, "ML-NORD").await;
    lectrice.page(&s.a("")).await;
}

#[tokio::test]
async fn each_field_is_shown_to_the_views_that_have_it_and_to_no_other() {
    for s in scenes("fiche_champs").await {
        remplir(&s).await;
        let lecteurs: [(&Visiteur, Vue); 3] =
            [(&s.admin, Vue::Complete), (&s.claire, Vue::Suivi), (&s.formateur, Vue::Partenaire)];
        for (qui, vue) in lecteurs {
            let brut = qui.page(&s.a("")).await;
            assert_eq!(fautes(&brut), Vec::<String>::new(), "{vue:?}");
            let page = Html::parse_document(&brut);
            let lu = texte(tous(&page, "main")[0]);
            for champ in Champ::TOUS {
                let attendu = vue.voit(champ);
                assert_eq!(lu.contains(canari(champ, vue)), attendu, "{} {vue:?} {champ:?}: {lu}", s.monde.moteur);
            }
            // Whatever the address asks for, the timeline holds no more.
            for fil in ["tout", "contacts", "positionnements", "contrats", "notes", "rien"] {
                let page = qui.page(&s.a(&format!("?fil={fil}"))).await;
                for champ in Champ::TOUS.into_iter().filter(|c| !vue.voit(*c)) {
                    assert!(!page.contains(canari(champ, vue)), "{vue:?} {champ:?} {fil}");
                }
            }
            // An inner note of another structure is nobody else's.
            let ailleurs = if vue == Vue::Suivi { "Canari note interne du CFA" } else { "Canari note interne du Nord" };
            assert!(!brut.contains(ailleurs), "{vue:?}");
        }
        // The other views have no record: for them the page does not exist, and says nothing.
        let soi = Portee::Jeune(Id::from_uuid(s.amina));
        let employeur = Portee::Employeur("00044444400020".parse().unwrap());
        for (role, portee, vue) in [
            (Role::Employeur, employeur, Vue::Employeur),
            (Role::Jeune, soi, Vue::Personne),
            (Role::Pilote, Portee::Territoire, Vue::SansIdentite),
            (Role::Financeur, Portee::Territoire, Vue::Publique),
        ] {
            let (statut, _, corps) = s.monde.quelqu_un("Quelqu'un", role, portee).await.get(&s.a("")).await;
            assert_eq!(statut, StatusCode::NOT_FOUND, "{role:?}");
            let page = String::from_utf8(corps).unwrap();
            assert!(Champ::TOUS.iter().all(|c| !page.contains(canari(*c, vue))), "{role:?}: {page}");
        }
        let (statut, _, corps) = s.inconnue.get(&s.a("")).await;
        assert_eq!(statut, StatusCode::NOT_FOUND, "ML-SUD does not follow her");
        assert!(!String::from_utf8(corps).unwrap().contains("BELADOUR"));
    }
}

#[tokio::test]
async fn the_header_says_where_amina_stands_and_who_follows() {
    for s in scenes("fiche_entete").await {
        remplir(&s).await;
        let rendez_vous = [("type", "rendez_vous"), ("date", "2018-02-22"), ("heure", "09:30"), ("lieu", "Salle 2")];
        s.envoyer(&s.claire, "/contacts", &rendez_vous).await;
        let brut = s.claire.page(&s.a("")).await;
        let page = Html::parse_document(&brut);
        assert_eq!(texte(tous(&page, "h1")[0]), "Amina BELADOUR, suivie par Mission locale Nord");
        let titre = texte(tous(&page, ".titre-page")[0]);
        assert!(titre.contains("18 ans") && titre.contains("Aubervilliers"), "{titre}");
        assert!(titre.contains("Référent : Claire Nobel, Mission locale Nord, depuis le 3 mars 2017"), "{titre}");
        let reperes = texte(tous(&page, ".reperes")[0]);
        for dit in [
            "il y a 19 jours Rendez-vous, 1er février 2018",
            "dans 2 jours Rendez-vous, 22 février 2018, 9 h 30, Salle 2",
            "Mobilité : préparer un permis",
            "Mission locale Nord en charge",
            "CFA du Lac jusqu'au 30 juin 2018",
        ] {
            assert!(reperes.contains(dit), "« {dit} » is not in « {reperes} »");
        }
        // Her contract of September 2017 still runs, less than six months later.
        let etape = texte(tous(&page, ".etapes [aria-current=step]")[0]);
        assert!(etape.contains("Contrat") && etape.contains("21 août 2017"), "{etape}");
        assert!(brut.contains("Contrat commencé le 1er\u{a0}septembre 2017."));
        assert_eq!(tous(&page, ".btn-primary").len(), 1);
        // The CFA is told who follows, and not what stands in her way.
        let cfa = s.formateur.page(&s.a("")).await;
        assert!(!cfa.contains("Freins ouverts") && !cfa.contains("/freins"));
    }
}
