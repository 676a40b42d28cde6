//! Waves drawn one after the other, each with its own list and minutes.

use crate::{SECRET, complet, executer, liste, simple, vagues};
use passerelle_tirage::{Dossier, ErreurTirage, Precedent, ProcesVerbal, hex, sha256, verifier, verifier_suite};

fn vague(numero: usize, n: usize, alea: &str, precedent: Option<Precedent>) -> Result<ProcesVerbal, ErreurTirage> {
    let mut nombres = vec![0; numero];
    nombres[numero - 1] = n;
    let protocole = simple("1/3", "2/3");
    let liste = liste(&protocole, &vagues(&nombres));
    Dossier::preparer(protocole, liste, SECRET, precedent)?.executer(alea, &[])
}

fn plus(pv: &ProcesVerbal) -> u64 {
    pv.tirage().groupes.iter().map(|g| g.comptes[0]).sum()
}

#[test]
fn separate_waves_of_4_5_and_2_end_on_the_ratio_of_the_site() {
    let mut vus = [0; 2];
    for essai in 0..60 {
        let tour = |n: usize| format!("tour {essai}-{n}");
        let un = vague(1, 4, &tour(1), None).unwrap();
        let deux = vague(2, 5, &tour(2), Some(un.suite())).unwrap();
        let trois = vague(3, 2, &tour(3), Some(deux.suite())).unwrap();
        assert_eq!(plus(&un) + plus(&deux), 3);
        let total = 3 + plus(&trois);
        vus[total as usize - 3] += 1;
        for pv in [&un, &deux, &trois] {
            assert_eq!(verifier(&pv.json()), []);
        }
        assert_eq!(verifier_suite(&deux.json(), &un.json()), []);
        assert_eq!(verifier_suite(&trois.json(), &un.json())[0].ligne, 6);
    }
    // 11/3: four in two cases out of three.
    assert!(vus[0] > 5 && vus[1] > 25, "{vus:?}");
}

#[test]
fn a_wave_is_not_drawn_twice() {
    let un = vague(1, 4, "a", None).unwrap();
    let refus = vague(1, 4, "b", Some(un.suite())).unwrap_err();
    assert_eq!(refus, ErreurTirage::DejaTiree { site: "tours".into(), vague: "1".into() });
    assert_eq!(refus.to_string(), "la vague « 1 » du site « tours » a déjà été tirée : un tirage ne se refait pas");
}

#[test]
fn the_rules_do_not_change_between_waves_and_the_remainders_are_possible_ones() {
    let un = vague(1, 4, "a", None).unwrap();
    let autre = simple("1/4", "3/4");
    let l = liste(&autre, &vagues(&[0, 5]));
    assert_eq!(Dossier::preparer(autre, l, SECRET, Some(un.suite())), Err(ErreurTirage::AutreProtocole));
    let mut suite = un.suite();
    suite.reports[0].1[0] = (u64::MAX - 1, u64::MAX / 3);
    assert_eq!(vague(2, 5, "b", Some(suite)), Err(ErreurTirage::Reports("tours".into())));
    let mut suite = un.suite();
    suite.sha256.pop();
    assert_eq!(vague(2, 5, "b", Some(suite)), Err(ErreurTirage::EngagementAltere("precedent")));
    let mut suite = un.suite();
    suite.reports[0].1[0].1 += 2;
    assert_eq!(vague(2, 5, "b", Some(suite)), Err(ErreurTirage::Reports("tours".into())));
}

/// Wave 2 of [`simple`] with these people, after wave 1 of four.
fn apres(un: &ProcesVerbal, identifiants: &[&str]) -> Result<Dossier, ErreurTirage> {
    let protocole = simple("1/3", "2/3");
    let lignes: String = identifiants.iter().map(|i| format!("{i};tours;2\n")).collect();
    let liste = liste(&protocole, &format!("identifiant;site;vague\n{lignes}"));
    Dossier::preparer(protocole, liste, SECRET, Some(un.suite()))
}

/// The same, forged: the previous minutes are only known by their hash, so nothing is compared with them.
fn forge(un: &ProcesVerbal, identifiants: &[&str], alea: &str) -> ProcesVerbal {
    let protocole = simple("1/3", "2/3");
    let lignes: String = identifiants.iter().map(|i| format!("{i};tours;2\n")).collect();
    let liste = liste(&protocole, &format!("identifiant;site;vague\n{lignes}"));
    let suite: Precedent = serde_json::from_str(&serde_json::to_string(&un.suite()).unwrap()).unwrap();
    Dossier::preparer(protocole, liste, SECRET, Some(suite)).unwrap().executer(alea, &[]).unwrap()
}

#[test]
fn somebody_who_has_a_group_is_not_drawn_again() {
    let un = vague(1, 4, "a", None).unwrap();
    let ligne = un.json().lines().position(|l| l.starts_with("[\"v1-2\"")).unwrap() + 1;
    let deja = ErreurTirage::DejaAffecte { identifiant: "v1-2".into(), ligne };
    assert_eq!(apres(&un, &["nouveau", "v1-2"]), Err(deja.clone()));
    assert!(apres(&un, &["nouveau"]).is_ok());
    let faux = forge(&un, &["nouveau", "v1-2"], "b");
    assert_eq!(verifier(&faux.json()), [], "taken alone, nothing is wrong");
    let differences = verifier_suite(&faux.json(), &un.json());
    let ici = faux.json().lines().position(|l| l.starts_with("[\"v1-2\"")).unwrap() + 1;
    assert_eq!(differences.iter().map(|d| (d.ligne, d.motif.clone())).collect::<Vec<_>>(), [(ici, deja.to_string())]);
}

#[test]
fn a_public_value_that_was_used_is_refused_and_named() {
    let un = vague(1, 4, "a", None).unwrap();
    let refus = apres(&un, &["nouveau"]).unwrap().executer(" a ", &[]);
    assert_eq!(refus, Err(ErreurTirage::AleaDejaServi));
    let differences = verifier_suite(&forge(&un, &["nouveau"], "a").json(), &un.json());
    assert_eq!(differences.iter().map(|d| d.ligne).collect::<Vec<_>>(), [8]);
}

#[test]
fn a_secret_that_was_revealed_is_refused_with_its_stakeholder() {
    let printemps: String =
        crate::candidats(31).lines().filter(|l| !l.contains(";été;")).map(|l| format!("{l}\n")).collect();
    let un = crate::executer(&complet(), &printemps, "a", &["sésame"]);
    let csv = "identifiant;site;vague;sexe;niveau\nX1;bourg;été;F;CAP\nX2;bourg;été;M;CAP\n";
    let refus = Dossier::preparer(complet(), liste(&complet(), csv), SECRET, Some(un.suite()));
    assert_eq!(refus, Err(ErreurTirage::SecretConnu("CREDOC".into())));
}

#[test]
fn an_empty_secret_is_no_secret() {
    let vide = hex(&sha256(b""));
    let texte = crate::COMPLET.replace(crate::COMPLET.lines().find(|l| l.starts_with("engagement")).unwrap(), "");
    let lu = passerelle_tirage::Protocole::lire(&format!("{texte}engagement = \"{vide}\"\n"));
    assert_eq!(lu, Err(passerelle_tirage::ErreurProtocole::SecretVide("CREDOC".into())));
}

#[test]
fn minutes_of_the_first_format_keep_their_bytes() {
    let (un, deux) = (include_str!("v1/premier.json"), include_str!("v1/second.json"));
    assert_eq!([verifier(un), verifier(deux), verifier_suite(deux, un)], [vec![], vec![], vec![]]);
    let fige = Dossier::lire(include_str!("v1/second-engagement.json"), include_str!("v1/second-liste.json")).unwrap();
    assert_eq!(fige.executer("valeur deux", &[]).unwrap().json(), deux);
}

/// Sites of one half, three people then one: what the first wave left makes the second certain, under every public value.
#[test]
fn a_wave_known_before_its_chance_is_refused_and_minutes_already_made_still_verify() {
    let seconde = |ratio: [&str; 2], n: [usize; 2]| {
        let protocole = simple(ratio[0], ratio[1]);
        let premiere = executer(&protocole, &vagues(&[n[0]]), "tour 1", &[]);
        let liste = liste(&protocole, &vagues(&[0, n[1]]));
        Dossier::preparer(protocole, liste, SECRET, Some(premiere.suite())).unwrap()
    };
    let connue = seconde(["1/2", "1/2"], [3, 1]);
    let refus = connue.imprevisible().unwrap_err();
    assert!(matches!(refus, ErreurTirage::Connue { .. }));
    let dit = refus.to_string();
    assert!(
        dit.contains("la vague « 2 » du site « tours » est connue d’avance") && dit.contains("sans vague précédente")
    );
    assert_eq!(verifier(&connue.executer("tour 2", &[]).unwrap().json()), []);
    // What is refused is what never varies, and nothing else.
    let (mut refusees, mut admises) = (0, 0);
    for ratio in [["1/2", "1/2"], ["1/3", "2/3"], ["2/5", "3/5"], ["1/10", "9/10"]] {
        for premiers in 1..8 {
            for seconds in 1..6 {
                let dossier = seconde(ratio, [premiers, seconds]);
                let bras: std::collections::BTreeSet<Vec<Option<u32>>> = (0..80)
                    .map(|essai| {
                        let pv = dossier.clone().executer(&format!("essai {essai}"), &[]).unwrap();
                        pv.tirage().places.iter().map(|p| p.as_ref().and_then(|p| p.bras)).collect()
                    })
                    .collect();
                let fige = bras.len() == 1;
                assert_eq!(dossier.imprevisible().is_err(), fige, "{ratio:?} {premiers} {seconds}: {bras:?}");
                if fige { refusees += 1 } else { admises += 1 }
            }
        }
    }
    assert!(refusees > 20 && admises > 60, "{refusees} {admises}");
}

#[test]
fn a_first_wave_is_never_known() {
    for n in 1..6 {
        let protocole = simple("1/2", "1/2");
        let liste = liste(&protocole, &vagues(&[n, n]));
        assert_eq!(Dossier::preparer(protocole, liste, SECRET, None).unwrap().imprevisible(), Ok(()));
    }
}
