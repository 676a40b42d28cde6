//! A capability that the program does not know, invented here with its table: its `PERSONNE` alone makes it shown, told,
//! journalled, merged and erased like any other. Nothing of it stands anywhere else.

use std::sync::LazyLock;

use passerelle::personnes::PERSONNES;
use passerelle_base::Date;
use passerelle_gens::conservation::{Effacement, dernier_contact, effacer};
use passerelle_gens::jeunes::{self, ErreurFusion};
use passerelle_gens::journal::lectures_de;
use passerelle_monde::{Monde, id_de, mondes};
use passerelle_socle::access::{Acteur, Action, Champ, Jeune, Objet, Portee, Role};
use passerelle_socle::db::{self, Base, FromQueryResult, Resultat, Value};
use passerelle_socle::fait::Fait;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::personne::{
    Devient, Donnee, Export, Fusion, Groupe, Ligne, Matin, Oubli, Panneau, Personne, Personnes, Renvoi, Signe, Table,
    Tache, Vue, table_nommee, tables,
};
use passerelle_socle::temps::Horloge;
use passerelle_socle::vocabulaire::Vocabulaire;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// What people do of their free time.
const CREER: &str = "CREATE TABLE loisirs (id uuid PRIMARY KEY, jeune_id uuid NOT NULL REFERENCES jeunes (id), \
                     date date NOT NULL, activite text NOT NULL, club text)";

static ACTIVITES: Vocabulaire<2> = Vocabulaire::nouveau([("foot", "Football"), ("chant", "Chant choral")]);

static PERSONNE: Personne = Personne {
    journal: &[(Objet::Evenements, "vos loisirs")],
    faits: Some(|base, _, jeune| Box::pin(faits(base, jeune))),
    vue: Some(Vue { rang: 9, nom: "loisirs", libelle: "Temps libre", champs: &[Champ::Parcours] }),
    groupe: Some(|base, _, jeune| Box::pin(groupe(base, jeune))),
    renvois: &[Renvoi {
        libelle: "Ses loisirs",
        page: "loisirs",
        action: Action::Consulter,
        objet: Objet::Accompagnements,
    }],
    journee: Some(|matin| Box::pin(journee(matin))),
    ..Personne::nouvelle("loisirs", TABLES)
};

const TABLES: &[Table] = &[Table::du_jeune("loisirs")
    .fusion(Fusion::Doubles("g.date = a.date AND g.activite = a.activite"))
    .export(Export {
        titre: "Vos loisirs",
        donnees: &[
            Donnee::date("date", "Depuis"),
            Donnee::code("activite", "Activité", |code| ACTIVITES.libelle(code).to_owned()),
            Donnee::texte("club", "Club"),
        ],
        omises: &["id", "jeune_id"],
    })
    .oubli(Oubli::Colonnes(&[("date", Devient::Mois), ("club", Devient::Vide)]))
    .signes(&[Signe::Jour("date")])];

#[derive(FromQueryResult)]
struct Loisir {
    date: Date,
    activite: String,
}

async fn lus(base: &Base, jeune: Id<Jeune>) -> Resultat<Vec<Loisir>> {
    let sql = "SELECT date, activite FROM loisirs WHERE jeune_id = $1 ORDER BY date, activite";
    db::lignes(base.lecture(), sql, [jeune.into()]).await
}

async fn faits(base: &Base, jeune: Id<Jeune>) -> Resultat<Vec<Fait>> {
    let fait =
        |l: Loisir| Fait::nouveau(l.date, Champ::Parcours, format!("Inscription : {}", ACTIVITES.libelle(&l.activite)));
    Ok(lus(base, jeune).await?.into_iter().map(fait).collect())
}

async fn groupe(base: &Base, jeune: Id<Jeune>) -> Resultat<Groupe> {
    let ligne = |l: Loisir| Ligne::nouvelle("Pratique", Some(ACTIVITES.libelle(&l.activite).to_owned()));
    Ok(Groupe { titre: "Loisirs", lignes: lus(base, jeune).await?.into_iter().map(ligne).collect() })
}

async fn journee(matin: &Matin<'_>) -> Resultat<Panneau> {
    let sql = "SELECT count(*) FROM loisirs WHERE date <= $1";
    let n = db::compter(matin.base.lecture(), sql, [matin.jour.into()]).await?;
    let tache = Tache { phrase: format!("{n} inscriptions à un club"), adresse: None, a_faire: false };
    Ok(Panneau { ancre: "loisirs", titre: "Clubs et loisirs", taches: vec![tache] })
}

/// Those of the program, and this one.
fn toutes() -> Personnes {
    static TOUTES: LazyLock<Vec<&Personne>> = LazyLock::new(|| PERSONNES.into_iter().chain([&PERSONNE]).collect());
    &TOUTES
}

async fn inscrire(monde: &Monde, jeune: Uuid, date: &str, activite: &str, club: Option<&str>) {
    let tx = monde.base.transaction().await.unwrap();
    let sql = "INSERT INTO loisirs (id, jeune_id, date, activite, club) VALUES ($1, $2, $3, $4, $5)";
    let date: Date = date.parse().unwrap();
    let valeurs: [Value; 5] = [
        db::nouvel_id::<()>().uuid().into(),
        jeune.into(),
        date.into(),
        activite.into(),
        club.map(str::to_owned).into(),
    ];
    db::executer(&tx, sql, valeurs).await.unwrap();
    tx.commit().await.unwrap();
}

/// The small world, Amina there twice, and what she does of her free time in both files.
async fn deux_fiches(monde: &mut Monde) -> (Uuid, Uuid) {
    monde.personnes = toutes();
    monde.peupler().await;
    let seconde = "structure;numero;nom;prenom;date_naissance\nML-SUD;S-7;Bel-Adour;Amina;1999-05-04\n";
    assert!(!monde.livrer(&[("jeunes.csv", seconde)]).await.refuse());
    let tx = monde.base.transaction().await.unwrap();
    tx.execute_unprepared(CREER).await.unwrap();
    tx.commit().await.unwrap();
    let garde = id_de(monde, "jeunes", "nom = 'Beladour'").await;
    let absorbe = id_de(monde, "jeunes", "nom = 'Bel-Adour'").await;
    inscrire(monde, garde, "2018-01-10", "foot", Some("Zqxclub du Lac")).await;
    inscrire(monde, absorbe, "2018-01-10", "foot", None).await;
    inscrire(monde, absorbe, "2018-02-06", "chant", Some("Zqxchorale")).await;
    (garde, absorbe)
}

async fn rangees(monde: &Monde) -> Vec<String> {
    monde
        .textes(
            "SELECT j.nom || ' ' || l.activite || ' ' || CAST(l.date AS text) || ' ' || coalesce(l.club, '-') AS texte \
             FROM loisirs l JOIN jeunes j ON j.id = l.jeune_id ORDER BY 1",
        )
        .await
}

#[tokio::test]
async fn a_new_capability_is_shown_told_and_journalled_by_what_it_says_of_itself() {
    for mut monde in mondes("personne_montree").await {
        let (amina, _) = deux_fiches(&mut monde).await;
        let claire = monde.professionnel("Claire N.", Role::Conseiller, "ML-NORD").await;
        let fiche = claire.page(&format!("/jeunes/{amina}?fil=loisirs")).await;
        let renvoi = format!("<a href=\"/jeunes/{amina}/loisirs\">Ses loisirs</a>");
        for dit in ["Inscription : Football", "<dt>Pratique</dt>", "Temps libre", "?fil=loisirs#faits", renvoi.as_str()]
        {
            assert!(fiche.contains(dit), "{}: {dit}: {fiche}", monde.moteur);
        }
        assert!(!claire.page(&format!("/jeunes/{amina}?fil=contrats")).await.contains("Inscription : Football"));
        let journee = claire.page("/journee").await;
        assert!(journee.contains("Clubs et loisirs") && journee.contains("3 inscriptions à un club"), "{journee}");

        let tx = monde.base.transaction().await.unwrap();
        for (action, objet) in [(Action::Creer, Objet::Evenements), (Action::Exporter, Objet::Contrats)] {
            let entree = Entree::sur(action, objet).id(amina);
            journal::ecrire(&tx, Monde::horloge().maintenant(), &Acteur::Systeme, entree);
        }
        tx.commit().await.unwrap();
        let lectures = lectures_de(monde.base.lecture(), monde.personnes, Id::from_uuid(amina)).await.unwrap();
        let gestes: Vec<&str> = lectures.iter().flat_map(|l| &l.gestes).map(String::as_str).collect();
        for dit in ["a ajouté vos loisirs", "a emporté une copie de votre contrat", "a lu votre dossier"] {
            assert!(gestes.contains(&dit), "{}: {dit}: {gestes:?}", monde.moteur);
        }

        let elle = monde.quelqu_un("Amina B.", Role::Jeune, Portee::Jeune(Id::from_uuid(amina))).await;
        assert!(elle.page("/mon-espace/qui").await.contains("a ajouté vos loisirs"));
        let lu: serde_json::Value = serde_json::from_slice(&elle.fichier("/mon-espace/donnees.json").await).unwrap();
        let attendu = serde_json::json!([{ "date": "2018-01-10", "activite": "Football", "club": "Zqxclub du Lac" }]);
        assert_eq!(lu["loisirs"], attendu, "{}", monde.moteur);
        assert!(elle.fichier("/mon-espace/donnees.pdf").await.starts_with(b"%PDF-"));
    }
}

#[tokio::test]
async fn a_new_capability_is_merged_and_separated_by_what_it_says_of_itself() {
    for mut monde in mondes("personne_reunie").await {
        let (garde, absorbe) = deux_fiches(&mut monde).await;
        let (avant, maintenant) = (rangees(&monde).await, Monde::horloge().maintenant());
        let qui = jeunes::DeuxFiches { garde: Id::from_uuid(garde), absorbe: Id::from_uuid(absorbe) };
        let tx = monde.base.transaction().await.unwrap();
        let fusion = jeunes::fusionner(&tx, monde.personnes, maintenant, &Acteur::Systeme, qui, &[]).await.unwrap();
        tx.commit().await.unwrap();
        let reunies = ["Beladour chant 2018-02-06 Zqxchorale", "Beladour foot 2018-01-10 Zqxclub du Lac"];
        assert_eq!(rangees(&monde).await, reunies, "{}", monde.moteur);
        // A program that does not know the table separates nothing by halves.
        let tx = monde.base.transaction().await.unwrap();
        let inconnue = jeunes::defaire(&tx, &PERSONNES, maintenant, &Acteur::Systeme, fusion).await;
        assert!(matches!(&inconnue, Err(ErreurFusion::Inconnue(t)) if t == "loisirs"), "{inconnue:?}");
        drop(tx);
        assert_eq!(rangees(&monde).await, reunies, "{}", monde.moteur);
        let tx = monde.base.transaction().await.unwrap();
        jeunes::defaire(&tx, monde.personnes, maintenant, &Acteur::Systeme, fusion).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(rangees(&monde).await, avant, "{}", monde.moteur);
    }
}

#[tokio::test]
async fn a_new_capability_is_erased_and_counts_as_a_contact_by_what_it_says_of_itself() {
    for mut monde in mondes("personne_effacee").await {
        let (amina, autre) = deux_fiches(&mut monde).await;
        inscrire(&monde, amina, "2019-12-24", "chant", Some("Zqxchorale")).await;
        let contact = dernier_contact(monde.base.lecture(), monde.personnes, Id::from_uuid(amina)).await.unwrap();
        assert_eq!(contact, Some("2019-12-24".parse().unwrap()), "{}", monde.moteur);
        let maintenant = Monde::horloge().maintenant();
        for qui in [amina, autre] {
            let e = Effacement::nouveau(Id::from_uuid(qui), maintenant, "demande", None);
            let tx = monde.base.transaction().await.unwrap();
            assert!(effacer(&tx, monde.personnes, maintenant, &Acteur::Systeme, &e).await.unwrap());
            tx.commit().await.unwrap();
        }
        let restes = [" chant 2018-02-01 -", " chant 2019-12-01 -", " foot 2018-01-01 -", " foot 2018-01-01 -"];
        assert_eq!(rangees(&monde).await, restes, "{}", monde.moteur);
        assert!(!monde.tout_le_texte().await.contains("Zqx"));
    }
}

#[test]
fn each_capability_says_once_what_it_holds() {
    let (mut noms, mut mots) = (Vec::new(), Vec::new());
    for table in tables(&PERSONNES) {
        assert!(!noms.contains(&table.nom), "{} is declared twice", table.nom);
        noms.push(table.nom);
        // What hangs on a row is found, and the columns told are told once.
        let sans = ["imports_refus", "imports", "rapprochements_recherches"].contains(&table.nom);
        assert!(sans || table.condition(&PERSONNES).is_some(), "{} is nobody's", table.nom);
        if let Some(export) = table.export {
            let mut donnees: Vec<&str> =
                export.donnees.iter().map(|d| d.nom).chain(export.omises.iter().copied()).collect();
            donnees.sort_unstable();
            let combien = donnees.len();
            donnees.dedup();
            assert_eq!(donnees.len(), combien, "{} tells a column twice", table.nom);
        }
    }
    for (objet, _) in PERSONNES.iter().flat_map(|p| p.journal) {
        assert!(!mots.contains(objet), "{} is called twice", objet.code());
        mots.push(*objet);
    }
    // Whatever is about one person has its words in the journal.
    for objet in Objet::TOUS.iter().filter(|o| o.personnel()) {
        assert!(mots.contains(objet), "{} has no words: say them in the PERSONNE of its capability", objet.code());
    }
    let rangs: Vec<u8> = passerelle_socle::personne::vues(&PERSONNES).iter().map(|v| v.rang).collect();
    assert!(rangs.is_sorted() && rangs.len() > 3, "views in an order of their own: {rangs:?}");
    assert!(table_nommee(&PERSONNES, "loisirs").is_none(), "the invented capability has been built: invent another");
}

/// The first day of the month of two rows is one day: where it is part of what makes a row unique, the second could not be
/// written and the person could not be erased.
#[tokio::test]
async fn what_erasing_blurs_is_no_part_of_what_makes_a_row_unique() {
    let monde = mondes("oubli_unique").await.into_iter().find(|m| m.moteur == "SQLite").expect("the embedded engine");
    let mut vues = 0;
    for table in tables(&PERSONNES) {
        let Oubli::Colonnes(colonnes) = table.oubli else { continue };
        for (colonne, _) in colonnes.iter().filter(|(_, d)| *d != Devient::Vide) {
            let sql = "SELECT count(*) FROM pragma_index_list($1) l, pragma_index_info(l.name) i \
                       WHERE l.\"unique\" = 1 AND l.partial = 0 AND l.origin <> 'pk' AND i.name = $2";
            let dans = db::compter(monde.base.lecture(), sql, [table.nom.into(), (*colonne).into()]).await.unwrap();
            assert_eq!(dans, 0, "{}.{colonne}", table.nom);
            vues += 1;
        }
    }
    assert!(vues > 5, "{vues} columns blurred");
}
