//! Brothers and sisters in the demonstration: whatever is clicked at once, none is taken for the other.

use axum::http::StatusCode;
use passerelle_socle::access::Role;

use super::fichiers::{chiffre, deposer, ligne, structure};
use super::{chercher, jeune};
use passerelle_monde::{Monde, Visiteur, mondes_de_demonstration};

/// Twelve of a house each: the elder is known to ML-DHUYS, the other is in a file. A man's and a woman's name, compound names
/// with a word in common, names of one family, names a letter apart, names that look like nothing; the last ones without a
/// sex, or without a telephone.
const FRATRIES: [(&str, &str); 12] = [
    ("Louis;M", "Louise;F"),
    ("Gabriel;M", "Gabrielle;F"),
    ("Jean-Louis;M", "Jean-Pierre;M"),
    ("Mohamed Ali;M", "Mohamed Amine;M"),
    ("Marie Claire;F", "Marie Rose;F"),
    ("Mamadou;M", "Mohamed;M"),
    ("Fatima;F", "Fatoumata;F"),
    ("Lina;F", "Lana;F"),
    ("Mathis;M", "Mathias;M"),
    ("Adam;M", "Yanis;M"),
    ("Paul;", "Paule;"),
    ("Julie;F", "Julia;F"),
];

/// The cells of one of a house, but the number: all but the given name, and sometimes the sex, are the same.
fn de_la_maison(rang: usize, qui: &str) -> String {
    let (prenom, sexe) = qui.split_once(';').unwrap();
    let telephone = if rang < 11 { format!("06 39 98 99 {rang:02}") } else { String::new() };
    let courriel = if rang.is_multiple_of(2) { format!("maison{rang}@exemple.fr") } else { String::new() };
    format!("Ravoirel{rang};{prenom};1998-05-{:02};{sexe};93100;{telephone};{courriel}", rang + 10)
}

/// Sixty people of the demonstration as another organisation writes them, under its own numbers.
async fn connus(monde: &Monde) -> Vec<(String, String)> {
    let sql = "SELECT n.numero || '|' || j.nom || ';' || j.prenom || ';' || CAST(j.date_naissance AS text) || ';' || coalesce(j.sexe, '') \
               || ';' || coalesce(j.code_postal, '') || ';' || coalesce(j.telephone, '') || ';' || coalesce(j.courriel, '') AS texte \
               FROM jeunes j JOIN numeros n ON n.jeune_id = j.id JOIN structures s ON s.id = n.structure_id \
               WHERE s.code = 'ML-DHUYS' AND j.date_naissance IS NOT NULL ORDER BY n.numero";
    let lues = monde.textes(sql).await;
    let deux = |t: &String| t.split_once('|').map(|(n, c)| (n.to_owned(), c.to_owned())).unwrap();
    lues.iter().step_by((lues.len() / 60).max(1)).take(60).map(deux).collect()
}

const ENTETE: &str = "nom;prenom;date_naissance;sexe;code_postal;telephone;courriel";

/// Clicks all that can be at once, on the page of a file.
async fn tout_accepter(qui: &Visiteur, page: &str) {
    assert_eq!(qui.post(&format!("{page}/accepter"), &[]).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn of_twelve_brothers_and_sisters_none_is_attached_whatever_is_clicked_at_once() {
    for monde in mondes_de_demonstration("rapprochements_fratries").await {
        let mut aines = format!("structure;numero;{ENTETE}\n");
        for (rang, (aine, _)) in FRATRIES.iter().enumerate() {
            aines += &format!("ML-DHUYS;AINE-{rang};{}\n", de_la_maison(rang, aine));
        }
        let rapport = monde.livrer(&[("jeunes.csv", aines)]).await;
        assert!(!rapport.refuse() && rapport.fichiers.iter().all(|f| f.refuses == 0), "{rapport:?}");

        let connus = connus(&monde).await;
        let mut texte = format!("id;{ENTETE}\n");
        connus.iter().for_each(|(numero, cellules)| texte += &format!("CFA-{numero};{cellules}\n"));
        for (rang, (_, cadet)) in FRATRIES.iter().enumerate() {
            texte += &format!("CADET-{rang};{}\n", de_la_maison(rang, cadet));
        }
        // And those of people who were already there: everything theirs, but the given name of somebody else.
        for ((_, un), (_, autre)) in connus.iter().zip(connus.iter().skip(7)).take(12) {
            let mut cellules: Vec<&str> = un.split(';').collect();
            let prenom = autre.split(';').nth(1).unwrap();
            if prenom != cellules[1] {
                cellules[1] = prenom;
                texte += &format!("FRERE-{};{}\n", texte.len(), cellules.join(";"));
            }
        }

        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let cfa = structure(&monde, "CFA-TROIS-SAULES").await;
        let vers = deposer(&monde, &admin, cfa, "apprentis.csv", &texte).await;
        let page = admin.page(&vers).await;
        assert!(page.contains("devraient être la bonne personne") && page.contains("un frère ou une sœur"), "{page}");
        // What is expected before anything is accepted holds what will be seen: all right.
        let attendu = "SELECT qualite AS texte FROM rapprochements_recherches WHERE fichier IS NOT NULL";
        let attendu: serde_json::Value = serde_json::from_str(&monde.textes(attendu).await[0]).unwrap();
        assert!(attendu[0]["haut"].as_f64().unwrap() >= 1.0 - 1e-9 && attendu[0]["valeur"].as_f64().unwrap() > 0.95);
        tout_accepter(&admin, &vers).await;
        let freres = "SELECT count(*) FROM numeros WHERE numero LIKE 'CADET-%' OR numero LIKE 'FRERE-%'";
        assert_eq!(monde.nombre(freres).await, 0, "{}", monde.moteur);
        let reconnus = monde.nombre("SELECT count(*) FROM numeros WHERE numero LIKE 'CFA-%'").await;
        assert!(reconnus >= 50, "{} : {reconnus} of 60", monde.moteur);
        let faux = "SELECT count(*) FROM numeros c WHERE c.numero LIKE 'CFA-%' AND NOT EXISTS (SELECT 1 FROM numeros n \
                    WHERE n.jeune_id = c.jeune_id AND n.numero = substr(c.numero, 5))";
        assert_eq!(monde.nombre(faux).await, 0, "{}", monde.moteur);

        // Those that look like their elder wait for somebody, and say why.
        let semblent = "SELECT identifiant AS texte FROM rapprochements_lignes WHERE identifiant LIKE 'CADET-%' AND probabilite >= 500000 \
                        ORDER BY identifiant";
        let semblent = monde.textes(semblent).await;
        assert!(!semblent.is_empty(), "{}", monde.moteur);
        for identifiant in semblent {
            let page = admin.page(&format!("/rapprochements/lignes/{}", ligne(&monde, &identifiant).await)).await;
            assert!(page.contains("À regarder de près"), "{page}");
        }

        // Again, now that the others are known; then when both are in the base, by the look through the base.
        let vers = deposer(&monde, &admin, cfa, "apprentis.csv", &texte).await;
        assert_eq!(chiffre(&admin.page(&vers).await, "déjà connues"), reconnus);
        tout_accepter(&admin, &vers).await;
        assert_eq!(monde.nombre(freres).await, 0, "{}", monde.moteur);
        let mut cadets = format!("structure;numero;{ENTETE}\n");
        for (rang, (_, cadet)) in FRATRIES.iter().enumerate() {
            cadets += &format!("ML-DHUYS;CADET-{rang};{}\n", de_la_maison(rang, cadet));
        }
        assert!(!monde.livrer(&[("jeunes.csv", cadets)]).await.refuse());
        chercher(&monde, &admin).await;
        let mut vues = 0;
        for (rang, fratrie) in FRATRIES.iter().enumerate() {
            let (x, y) = (jeune(&monde, &format!("AINE-{rang}")).await, jeune(&monde, &format!("CADET-{rang}")).await);
            let paire = format!("a_id = {} AND b_id = {}", monde.litteral(x.min(y)), monde.litteral(x.max(y)));
            let proposee = monde.nombre(&format!("SELECT count(*) FROM rapprochements WHERE {paire}")).await;
            if proposee > 0 {
                let p: i64 = monde.valeur("rapprochements", "probabilite", &paire).await.parse().unwrap();
                assert!(p <= 500_000, "{} : {fratrie:?} {p}", monde.moteur);
                vues += 1;
            }
        }
        assert!(vues > 0, "none is even shown");
    }
}
