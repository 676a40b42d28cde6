//! Waves drawn one after the other, each with its own list and minutes.

use crate::{SECRET, liste, simple, vagues};
use passerelle_tirage::{Dossier, ErreurTirage, Precedent, ProcesVerbal, verifier, verifier_suite};

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
        let alea = format!("tour {essai}");
        let un = vague(1, 4, &alea, None).unwrap();
        let deux = vague(2, 5, &alea, Some(un.suite())).unwrap();
        let trois = vague(3, 2, &alea, Some(deux.suite())).unwrap();
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
    assert_eq!(vague(2, 5, "a", Some(suite)), Err(ErreurTirage::Reports("tours".into())));
    let mut suite = un.suite();
    suite.sha256.pop();
    assert_eq!(vague(2, 5, "a", Some(suite)), Err(ErreurTirage::EngagementAltere("precedent")));
    let mut suite = un.suite();
    suite.reports[0].1[0].1 += 2;
    assert_eq!(vague(2, 5, "a", Some(suite)), Err(ErreurTirage::Reports("tours".into())));
}
