//! Bad input: each mistake is told apart, with its line, and repeats no cell.

use crate::{SECRET, candidats, complet, liste};
use passerelle_tirage::{Dossier, ErreurListe, ErreurTirage, Faute, MotifFaute, Protocole, lire_candidats};

fn refus(csv: &str) -> ErreurListe {
    lire_candidats(&complet(), csv.as_bytes()).unwrap_err()
}

/// The list, line 3 replaced.
fn ligne_3(ligne: &str) -> String {
    let csv = candidats(40);
    let avant = csv.lines().nth(2).unwrap();
    csv.replacen(avant, ligne, 1)
}

#[test]
fn a_wrong_line_is_named_with_its_reason() {
    use MotifFaute as M;
    for (ligne, motif) in [
        ("J0000;tours;printemps;F;CAP;", M::Doublon(2)),
        ("x;lyon;printemps;F;CAP;", M::Site),
        ("x;tours;hiver;F;CAP;", M::Vague),
        ("x;tours;printemps;F;;", M::StrateVide("niveau".into())),
        ("x;tours;printemps;G;CAP;", M::Strate("sexe".into())),
        ("x;tours;printemps;F;C|P;", M::Strate("niveau".into())),
        ("x;tours;printemps;F;CAP;riche", M::Exclusion),
        (";tours;printemps;F;CAP;", M::Identifiant),
        ("=1+1;tours;printemps;F;CAP;", M::Identifiant),
        ("x;tours;printemps;F;CAP", M::Cellules(5, 6)),
        ("190017500000129;tours;printemps;F;CAP;", M::Nir),
        ("x;tours;printemps;F;190017500000129;", M::NirStrate("niveau".into())),
    ] {
        assert_eq!(refus(&ligne_3(ligne)), ErreurListe::Lignes(vec![Faute { ligne: 3, motif }]), "{ligne}");
    }
    let mut octets = candidats(40).into_bytes();
    let debut = octets.iter().position(|o| *o == b'\n').unwrap();
    octets[debut + 1] = 0xE9;
    let lue = lire_candidats(&complet(), &octets).unwrap_err();
    assert_eq!(lue, ErreurListe::Lignes(vec![Faute { ligne: 2, motif: MotifFaute::Illisible }]));
}

#[test]
fn every_wrong_line_is_reported_at_once_and_no_cell_is_repeated() {
    let csv = candidats(60).replace(";tours;", ";SECRET-EN-CLAIR;");
    let ErreurListe::Lignes(fautes) = refus(&csv) else { panic!("lines") };
    assert!(fautes.len() > 30);
    let phrase = ErreurListe::Lignes(fautes.clone()).to_string();
    assert!(phrase.contains(&format!("et {} autres lignes", fautes.len() - 20)), "{phrase}");
    assert!(!phrase.contains("SECRET-EN-CLAIR"));
}

#[test]
fn a_list_saved_by_a_spreadsheet_is_the_same_list() {
    let csv = candidats(60);
    let lue = lire_candidats(&complet(), csv.as_bytes()).unwrap();
    let (entete, lignes) = csv.split_once('\n').unwrap();
    let titre: Vec<String> = entete.split(';').map(|e| format!(" {}{} ", e[..1].to_uppercase(), &e[1..])).collect();
    for ecrite in [
        format!("\u{feff}{}", csv.replace('\n', "\r\n")),
        format!("{}\n{lignes}", titre.join(";")),
        format!("{}\n{lignes}", entete.to_uppercase()),
        format!("{csv};;;;;\n;;;;;\n"),
        csv.replace(';', ","),
        csv.replace(';', "\t"),
        // What nobody sees is not part of a code.
        csv.replace("\nJ", "\n\u{200b}J").replace(";tours;", ";tours\u{a0};").replace(";CAP;", ";CA\u{ad}P;"),
    ] {
        assert_eq!(lire_candidats(&complet(), ecrite.as_bytes()), Ok(lue.clone()), "{ecrite:.200}");
    }
    let deux_fois = format!("{csv}J0000\u{200b};tours;printemps;F;CAP;\n");
    let doublon = Faute { ligne: 62, motif: MotifFaute::Doublon(2) };
    assert_eq!(refus(&deux_fois), ErreurListe::Lignes(vec![doublon]), "the same person to the eye is the same person");
}

#[test]
fn the_headers_are_those_of_the_protocol() {
    let entete = |avant: &str, apres: &str| refus(&candidats(40).replacen(avant, apres, 1));
    let autrement = ErreurListe::ColonneAutrement { place: 5, manque: "niveau".into() };
    assert_eq!(entete(";niveau", ";nom"), autrement);
    assert!(!autrement.to_string().contains("retirez"), "a column that is needed is not to be removed");
    let de_trop = candidats(40).lines().map(|l| format!("{l};nom\n")).collect::<String>();
    assert_eq!(refus(&de_trop), ErreurListe::ColonneInconnue(7));
    assert_eq!(refus(&candidats(40).replace(';', "/")), ErreurListe::Separateur);
    assert_eq!(entete(";niveau", ";sexe"), ErreurListe::ColonneDouble("sexe".into()));
    assert_eq!(refus("identifiant;site;sexe;niveau\n"), ErreurListe::ColonneManque("vague".into()));
    assert_eq!(refus(""), ErreurListe::Vide);
    assert_eq!(refus("identifiant;site;vague;sexe;niveau\n"), ErreurListe::Vide);
}

#[test]
fn a_stratum_announced_and_empty_is_refused_unless_the_protocol_allows_it() {
    let csv: String = candidats(60).lines().filter(|l| !l.contains(";M;")).map(|l| format!("{l}\n")).collect();
    assert_eq!(refus(&csv), ErreurListe::StrateVide { colonne: "sexe".into(), valeur: "M".into() });
    let texte = crate::COMPLET.split("[[parties]]").next().unwrap().replacen(
        "[[strates]]",
        "strates_vides_admises = true\n[[strates]]",
        1,
    );
    assert!(lire_candidats(&Protocole::lire(&texte).unwrap(), csv.as_bytes()).is_ok());
}

fn dossier() -> Dossier {
    Dossier::preparer(complet(), liste(&complet(), &candidats(60)), SECRET, None).unwrap()
}

#[test]
fn secrets_and_public_value_are_checked() {
    let executer = |alea: &str, secrets: &[&str]| dossier().executer(alea, secrets).unwrap_err();
    assert_eq!(executer(" ", &["sésame"]), ErreurTirage::Alea);
    assert_eq!(executer("a\nb", &["sésame"]), ErreurTirage::Alea);
    assert_eq!(executer("\u{FEFF}a", &["sésame"]), ErreurTirage::Alea);
    assert_eq!(executer("x", &[]), ErreurTirage::SecretManque("CREDOC".into()));
    assert_eq!(executer("x", &["sesame"]), ErreurTirage::SecretFaux);
    assert_eq!(executer("x", &["sésame", "autre"]), ErreurTirage::SecretFaux);
    let court = Dossier::preparer(complet(), liste(&complet(), &candidats(60)), "court", None);
    assert_eq!(court, Err(ErreurTirage::SecretCourt));
}

#[test]
fn an_altered_frozen_list_is_refused_with_its_line() {
    let (d, engagement) = (dossier(), dossier().engagement());
    let figee = d.liste_figee();
    assert_eq!(Dossier::lire(&engagement, &figee), Ok(d));
    let lignes: Vec<&str> = figee.lines().collect();
    for (avant, apres) in [("tours", "bourg"), ("\"J", "\"K"), ("\"F|", "\"M|")] {
        let n = lignes.iter().position(|l| l.contains(avant)).unwrap();
        let autre = figee.replacen(lignes[n], &lignes[n].replace(avant, apres), 1);
        assert_eq!(
            Dossier::lire(&engagement, &autre),
            Err(ErreurTirage::ListeAlteree { lignes: vec![n + 1] }),
            "{avant}"
        );
    }
    let moins = figee.replacen(&format!("{}\n", lignes[10]), "", 1);
    assert_eq!(Dossier::lire(&engagement, &moins), Err(ErreurTirage::RacineAutre));
    let ratio = engagement.replace("\"3/10\",\"17/50\"", "\"17/50\",\"3/10\"");
    assert_eq!(Dossier::lire(&ratio, &figee), Err(ErreurTirage::EngagementAltere("protocole_sha256")));
    let sans_site = figee.replace(SECRET, "ffffffffffffffffffffffffffffffff");
    assert!(
        matches!(Dossier::lire(&engagement, &sans_site), Err(ErreurTirage::ListeAlteree { lignes }) if lignes.len() == 60)
    );
    assert!(matches!(Dossier::lire(&engagement, &figee[..200]), Err(ErreurTirage::Illisible { .. })));
    let compte = engagement.replacen("\"personnes\":60", "\"personnes\":61", 1);
    assert_eq!(Dossier::lire(&compte, &figee), Err(ErreurTirage::EngagementAltere("effectifs")));
}
