//! Exactness, proved by going through every outcome of the coins with its probability, in whole numbers.

use crate::{liste, simple, vagues};
use passerelle_tirage::{Avancement, Groupe, Protocole, Repartition, repartir};

/// A probability as an unreduced fraction is enough: the terms are small.
#[derive(Clone, Copy, Debug)]
struct Q(u128, u128);

impl Q {
    fn fois(self, num: u128, den: u128) -> Self {
        let (n, d) = (self.0 * num, self.1 * den);
        let mut commun = (n, d);
        while commun.1 != 0 {
            commun = (commun.1, commun.0 % commun.1);
        }
        Self(n / commun.0.max(1), d / commun.0.max(1))
    }

    fn plus(self, autre: Self) -> Self {
        let (n, d) = (self.0 * autre.1 + autre.0 * self.1, self.1 * autre.1);
        Self(n, d).fois(1, 1)
    }
}

/// Every outcome and its probability.
fn issues(protocole: &Protocole, groupes: &[Groupe], nombres: &[u64]) -> Vec<(Q, Vec<Repartition>)> {
    let (mut sortie, mut file) = (Vec::new(), vec![Vec::<bool>::new()]);
    while let Some(debut) = file.pop() {
        let (mut pris, mut poids) = (Vec::new(), Q(1, 1));
        let repartis = repartir(protocole, groupes, nombres, &mut Avancement::zero(protocole), |_, _, num, den| {
            assert!(0 < num && num < den, "a coin is thrown only when the answer is not certain");
            let face = debut.get(pris.len()).copied().unwrap_or(true);
            if pris.len() >= debut.len() {
                let mut autre = pris.clone();
                autre.push(false);
                file.push(autre);
            }
            pris.push(face);
            poids = poids.fois(u128::from(if face { num } else { den - num }), u128::from(den));
            face
        });
        sortie.push((poids, repartis));
    }
    let total = sortie.iter().fold(Q(0, 1), |s, (p, _)| s.plus(*p));
    assert_eq!((total.0, total.1), (1, 1), "the outcomes are all there");
    sortie
}

/// The expected people of each arm in each group is exactly the declared probability times the people.
fn esperances_exactes(protocole: &Protocole, groupes: &[Groupe], nombres: &[u64]) -> Vec<(Q, Vec<Repartition>)> {
    let issues = issues(protocole, groupes, nombres);
    for (g, n) in nombres.iter().enumerate() {
        let declares = &issues[0].1[g];
        let mut somme = Q(u128::from(declares.surnombre.numerateur()), u128::from(declares.surnombre.denominateur()));
        for bras in 0..protocole.bras().len() {
            let moyenne = issues.iter().fold(Q(0, 1), |s, (p, r)| s.plus(p.fois(u128::from(r[g].comptes[bras]), 1)));
            let p = declares.probabilites[bras];
            let attendu = Q(u128::from(p.numerateur()), u128::from(p.denominateur())).fois(u128::from(*n), 1);
            assert_eq!((moyenne.0, moyenne.1), (attendu.0, attendu.1), "group {g}, arm {bras}");
            somme = somme.plus(Q(u128::from(p.numerateur()), u128::from(p.denominateur())));
        }
        assert_eq!((somme.0, somme.1), (1, 1), "the probabilities of someone of group {g} add up to one");
        for (_, r) in &issues {
            assert_eq!(r[g].comptes.iter().sum::<u64>(), r[g].admis);
            assert!(r[g].admis <= *n);
        }
    }
    issues
}

fn groupes(protocole: &Protocole, csv: &str) -> (Vec<Groupe>, Vec<u64>) {
    let liste = liste(protocole, csv);
    (liste.groupes().to_vec(), liste.effectifs().into_iter().map(|(n, _)| n).collect())
}

#[test]
fn a_third_over_waves_of_4_5_and_2_ends_on_its_ratio() {
    let protocole = simple("1/3", "2/3");
    let (g, n) = groupes(&protocole, &vagues(&[4, 5, 2]));
    for (_, repartis) in esperances_exactes(&protocole, &g, &n) {
        let (mut personnes, mut plus) = (0, 0);
        for (r, n) in repartis.iter().zip(&n) {
            assert!(r.comptes[0] == n / 3 || r.comptes[0] == n.div_ceil(3), "{n}: {r:?}");
            (personnes, plus) = (personnes + n, plus + r.comptes[0]);
            assert!(plus == personnes / 3 || plus == personnes.div_ceil(3));
        }
        assert!(plus == 3 || plus == 4);
        assert_eq!(repartis[0].comptes[0] + repartis[1].comptes[0], 3, "nine people at one third are three exactly");
    }
}

#[test]
fn two_arms_never_leave_the_whole_numbers_around_their_quota() {
    for (a, b, q) in [(1, 2, 3), (2, 3, 5), (9, 1, 10), (1, 6, 7)] {
        let protocole = simple(&format!("{a}/{q}"), &format!("{b}/{q}"));
        for nombres in [[1, 1, 1], [2, 7, 3], [5, 1, 6]] {
            let (g, n) = groupes(&protocole, &vagues(&nombres.map(|n| n as usize)));
            for (_, repartis) in esperances_exactes(&protocole, &g, &n) {
                let (mut personnes, mut plus) = (0, 0);
                for (r, n) in repartis.iter().zip(nombres) {
                    (personnes, plus) = (personnes + n, plus + r.comptes[0]);
                    assert!(plus == personnes * a / q || plus == (personnes * a).div_ceil(q));
                    assert!(r.comptes[0] == n * a / q || r.comptes[0] == (n * a).div_ceil(q));
                }
            }
        }
    }
}

fn trois_bras(capacite: &str) -> Protocole {
    let texte = format!(
        "titre = \"x\"\nbras = [\"a\", \"b\", \"c\"]\nvagues = [1, 2]\n[[strates]]\ncolonne = \"sexe\"\n\
         [[sites]]\ncode = \"s\"\nratios = {{ a = \"0.30\", b = \"0.34\", c = \"0.36\" }}\n{capacite}\n"
    );
    Protocole::lire(&texte).unwrap()
}

fn deux_strates(nombres: [usize; 4]) -> String {
    let mut sortie = String::from("identifiant;site;vague;sexe\n");
    for (g, n) in nombres.into_iter().enumerate() {
        (0..n).for_each(|i| sortie.push_str(&format!("p{g}-{i};s;{};{}\n", g / 2 + 1, ["F", "M"][g % 2])));
    }
    sortie
}

#[test]
fn three_uneven_arms_are_exact_in_every_stratum_and_within_two_of_their_quota() {
    let protocole = trois_bras("");
    let (g, n) = groupes(&protocole, &deux_strates([2, 3, 1, 4]));
    for (_, repartis) in esperances_exactes(&protocole, &g, &n) {
        let mut totaux = [0.0; 3];
        let mut personnes = 0.0;
        for (r, n) in repartis.iter().zip(&n) {
            personnes += *n as f64;
            for ((total, compte), part) in totaux.iter_mut().zip(&r.comptes).zip([0.30, 0.34, 0.36]) {
                *total += *compte as f64;
                assert!((*total - personnes * part).abs() < 2.0);
            }
            assert!((totaux[0] - personnes * 0.30).abs() < 1.0, "the first arm is within one");
        }
    }
}

#[test]
fn a_site_that_is_full_takes_everyone_with_the_same_probability() {
    let protocole = trois_bras("capacite = 4");
    let (g, n) = groupes(&protocole, &deux_strates([2, 1, 3, 0]));
    for (_, repartis) in esperances_exactes(&protocole, &g, &n) {
        assert_eq!(repartis[0].admis + repartis[1].admis, 3, "the first wave fits");
        assert_eq!(repartis[2].admis, 1, "one place is left for the second");
        assert_eq!(repartis[2].surnombre.to_string(), "2/3");
        assert_eq!(repartis[2].probabilites[0].to_string(), "1/10");
    }
    let protocole = trois_bras("capacite = 3");
    let (g, n) = groupes(&protocole, &deux_strates([2, 3, 1, 1]));
    for (_, repartis) in esperances_exactes(&protocole, &g, &n) {
        assert_eq!(repartis[0].admis + repartis[1].admis, 3, "the strata share the places to the last one");
        assert_eq!(repartis[2].surnombre.to_string(), "1");
    }
}

#[test]
fn when_every_quota_is_whole_every_arm_gets_it() {
    let protocole = trois_bras("");
    let (g, n) = groupes(&protocole, &deux_strates([7, 18, 11, 14]));
    // Fifty people, coins from a fixed rule: 15, 17 and 18 whatever they say.
    for regle in [0u64, 1, 2, 3, 5] {
        let mut k = regle;
        let repartis = repartir(&protocole, &g, &n, &mut Avancement::zero(&protocole), |_, _, _, _| {
            k = k.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            k >> 63 == 0
        });
        let total = |bras: usize| repartis.iter().map(|r| r.comptes[bras]).sum::<u64>();
        assert_eq!([total(0), total(1), total(2)], [15, 17, 18]);
    }
}
