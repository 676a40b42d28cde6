// Vérifie un procès-verbal de tirage, sans réseau : dans une page (verifier.html) ou avec node.
//   node verifier.js proces-verbal.json [--affectations]
// JavaScript seul et WebCrypto ; écrit d’après docs/tirage.md. Rien ne quitte l’ordinateur.
"use strict";

(() => {
  const MEMBRES = ["format", "protocole", "protocole_sha256", "secret_liste", "precedent", "racine", "alea", "secrets",
    "graine", "affectations_sha256", "cellules", "reports", "personnes"];
  const LISTES = new Set(["cellules", "reports", "personnes"]);
  const PROTOCOLE = ["titre", "bras", "vagues", "strates", "strates_vides_admises", "sites", "exclusions", "parties"];
  const utf8 = new TextEncoder();

  class Ecart extends Error {
    constructor(lignes) { super("écart"); this.lignes = lignes; }
  }
  const exiger = (vrai, ligne, motif) => { if (!vrai) throw new Ecart([[ligne, motif]]); };

  // ---- Octets ----
  const octets = x => typeof x === "string" ? utf8.encode(x) : x;
  function joindre(...parties) {
    const morceaux = parties.map(octets);
    const sortie = new Uint8Array(morceaux.reduce((n, m) => n + m.length, 0));
    let place = 0;
    for (const m of morceaux) { sortie.set(m, place); place += m.length; }
    return sortie;
  }
  const u32 = n => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
  const champs = (...textes) => joindre(...textes.flatMap(t => { const o = octets(t); return [u32(o.length), o]; }));
  const hex = o => Array.from(o, x => x.toString(16).padStart(2, "0")).join("");
  function deHex(texte) {
    if (!/^([0-9a-f]{2})*$/.test(texte)) throw new TypeError("hexadécimal");
    return Uint8Array.from(texte.match(/../g) || [], x => parseInt(x, 16));
  }
  const sha = async o => new Uint8Array(await crypto.subtle.digest("SHA-256", o));
  const hmac = async (cle, message) => {
    const k = await crypto.subtle.importKey("raw", octets(cle), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", k, message));
  };
  // L’ordre des octets UTF-8, que celui de JavaScript (UTF-16) ne suit pas au-delà de U+FFFF.
  function comparer(a, b) {
    if (a === b) return 0;
    const x = octets(a), y = octets(b);
    for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  }
  const HORS_ASCII = /[^\0-\x7f]/;
  const avant = (a, b) => HORS_ASCII.test(a + b) ? comparer(a, b) < 0 : a < b;

  // ---- SHA-256 de beaucoup de petits messages ----
  // WebCrypto met des dizaines de microsecondes par appel, et un million de personnes en demande huit millions : elles sont
  // hachées ici, et WebCrypto, qui hache tout le reste, en refait un échantillon (temoins).
  const premiers = [];
  for (let n = 2; premiers.length < 64; n++) if (premiers.every(p => n % p)) premiers.push(n);
  const mot = x => (x % 1) * 2 ** 32 | 0;
  const K = Int32Array.from(premiers, p => mot(Math.cbrt(p)));
  const DEPART = Int32Array.from(premiers.slice(0, 8), p => mot(Math.sqrt(p)));
  const W = new Int32Array(64);

  function comprimer(h, o, p) {
    for (let i = 0; i < 16; i++, p += 4) W[i] = o[p] << 24 | o[p + 1] << 16 | o[p + 2] << 8 | o[p + 3];
    tourner(h);
  }
  // Le bloc est dans les seize premiers mots de W.
  function tourner(h) {
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
        + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10)) | 0;
    }
    let a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], z = h[7];
    for (let i = 0; i < 64; i++) {
      const t = (z + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (g ^ e & (f ^ g)) + K[i] + W[i]) | 0;
      const u = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b | c & (a | b))) | 0;
      z = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
    }
    h[0] = h[0] + a | 0; h[1] = h[1] + b | 0; h[2] = h[2] + c | 0; h[3] = h[3] + d | 0;
    h[4] = h[4] + e | 0; h[5] = h[5] + f | 0; h[6] = h[6] + g | 0; h[7] = h[7] + z | 0;
  }

  // Le message en cours d’écriture : ses octets, et leur nombre.
  let tampon = new Uint8Array(4096), fin = 0;
  function place(n) {
    if (fin + n + 128 <= tampon.length) return;
    const plus = new Uint8Array((fin + n + 128) * 2);
    plus.set(tampon.subarray(0, fin));
    tampon = plus;
  }
  function ecrireOctets(o) { place(o.length); tampon.set(o, fin); fin += o.length; }
  function ecrireMots(mots, p) {
    place(32);
    for (let i = 0; i < 8; i++) {
      const m = mots[p + i];
      tampon[fin++] = m >>> 24; tampon[fin++] = m >>> 16; tampon[fin++] = m >>> 8; tampon[fin++] = m;
    }
  }
  function ecrireChamp(texte) {
    const n = texte.length;
    place(4 + 3 * n);
    let p = fin + 4;
    for (let i = 0; i < n; i++) {
      const c = texte.charCodeAt(i);
      if (c > 127) { p = fin + 4 + utf8.encodeInto(texte, tampon.subarray(fin + 4)).written; break; }
      tampon[p++] = c;
    }
    const longueur = p - fin - 4;
    tampon[fin] = longueur >>> 24; tampon[fin + 1] = longueur >>> 16; tampon[fin + 2] = longueur >>> 8; tampon[fin + 3] = longueur;
    fin = p;
  }
  // Finit le message et le hache à la suite de `h`, qui a déjà reçu `deja` octets.
  function finir(h, deja) {
    const bits = (deja + fin) * 8;
    tampon[fin++] = 128;
    while (fin % 64 !== 56) tampon[fin++] = 0;
    for (const moitie of [bits / 2 ** 32, bits]) {
      tampon[fin++] = moitie >>> 24; tampon[fin++] = moitie >>> 16; tampon[fin++] = moitie >>> 8; tampon[fin++] = moitie;
    }
    for (let p = 0; p < fin; p += 64) comprimer(h, tampon, p);
    fin = 0;
    return h;
  }
  function hacher(sortie, p) {
    H.set(DEPART);
    sortie.set(finir(H, 0), p);
  }
  const H = new Int32Array(8);

  // Une clé : ses deux blocs hachés une fois. `signer` signe le message en cours.
  async function cle(o) {
    const k = octets(o), bloc = new Uint8Array(64);
    bloc.set(k.length > 64 ? await sha(k) : k);
    const etat = masque => {
      const h = Int32Array.from(DEPART);
      comprimer(h, bloc.map(x => x ^ masque), 0);
      return h;
    };
    return { dedans: etat(0x36), dehors: etat(0x5c) };
  }
  function signer(k, sortie, p) {
    H.set(k.dedans);
    finir(H, 64);
    // Le bloc de dehors est toujours le même : l’empreinte de dedans, la marque de fin, la longueur (96 octets).
    for (let i = 0; i < 8; i++) W[i] = H[i];
    W.fill(0, 9, 15);
    W[8] = 1 << 31;
    W[15] = 96 * 8;
    H.set(k.dehors);
    tourner(H);
    for (let i = 0; i < 8; i++) sortie[p + i] = H[i];
  }

  // Si `texte` est l’empreinte que disent ces mots.
  function estHex(texte, mots, p) {
    if (texte.length !== 64) return false;
    for (let i = 0; i < 64; i++) {
      const chiffre = mots[p + (i >>> 3)] >>> (28 - 4 * (i & 7)) & 15;
      if (texte.charCodeAt(i) !== (chiffre < 10 ? 48 : 87) + chiffre) return false;
    }
    return true;
  }
  const CHIFFRES = Array.from({ length: 65536 }, (_, n) => n.toString(16).padStart(4, "0"));
  function hexMots(mots, p) {
    let texte = "";
    for (let i = p; i < p + 8; i++) texte += CHIFFRES[mots[i] >>> 16] + CHIFFRES[mots[i] & 65535];
    return texte;
  }

  // Les rangs dans l’ordre des empreintes que `mots` donne à chacun ; à égalité, dans l’ordre des rangs.
  function trier(rangs, mots) {
    const avance = (i, j) => {
      for (let n = 0; n < 8; n++) {
        const a = mots[8 * i + n] >>> 0, b = mots[8 * j + n] >>> 0;
        if (a !== b) return a < b;
      }
      return i < j;
    };
    // Un nombre exact par rang, les premiers bits de l’empreinte puis la place ; on finit à la main là où ils sont égaux.
    const n = rangs.length, bits = Math.ceil(Math.log2(n + 1)), pas = 2 ** bits, perdus = Math.max(0, bits - 21);
    const cles = new Float64Array(n), ordre = new Int32Array(n);
    for (let i = 0; i < n; i++) cles[i] = (mots[8 * rangs[i]] >>> perdus) * pas + i;
    cles.sort();
    for (let i = 0; i < n; i++) ordre[i] = rangs[cles[i] % pas];
    for (let i = 1; i < n; i++) {
      for (let j = i; j && avance(ordre[j], ordre[j - 1]); j--) [ordre[j], ordre[j - 1]] = [ordre[j - 1], ordre[j]];
    }
    return ordre;
  }

  // ---- Fractions exactes ----
  const pgcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };
  function fraction(num, den) { const d = pgcd(num, den); return [num / d, den / d]; }
  function lire(texte) {
    if (!/^[0-9]+(\/[0-9]+)?$/.test(texte)) throw new TypeError("fraction");
    const [n, d] = texte.split("/");
    return fraction(BigInt(n), BigInt(d || 1));
  }
  const dire = ([n, d]) => d === 1n ? String(n) : `${n}/${d}`;
  function parts(site) {
    const ratios = site.ratios.map(lire);
    const commun = ratios.reduce((c, [, d]) => c / pgcd(c, d) * d, 1n);
    return { parts: ratios.map(([n, d]) => n * (commun / d)), commun };
  }

  // ---- Fichier ----
  function ecrire(pv) {
    // Les entiers au-delà de 2^53 n’arrivent pas : une liste compte moins de 2^32 personnes.
    const texte = v => JSON.stringify(v, (_, x) => typeof x === "bigint" ? Number(x) : x);
    const membre = nom => LISTES.has(nom)
      ? `${texte(nom)}:[${pv[nom].map((e, i) => (i ? ",\n" : "\n") + texte(e)).join("")}\n]`
      : `${texte(nom)}:${texte(pv[nom])}`;
    return "{\n" + MEMBRES.map(membre).join(",\n") + "\n}\n";
  }

  // Les personnes, une par ligne ; comme `ecrire`, bien plus vite. Aucun de leurs textes ne contient de guillemet.
  function ecrirePersonnes(personnes) {
    return personnes.length ? "[\n" + JSON.stringify(personnes).slice(1, -1).replaceAll('"],["', '"],\n["') + "\n]" : "[\n]";
  }

  function feuille(k, [identifiant, site, vague, strate, exclusion], sortie, p) {
    tampon[fin++] = 83; // S
    ecrireChamp(identifiant);
    signer(k, sortie, p);
    tampon[fin++] = 0;
    ecrireOctets(SEL_LONGUEUR);
    ecrireMots(sortie, p);
    for (const texte of [identifiant, site, vague, strate, exclusion]) ecrireChamp(texte);
    hacher(sortie, p);
  }
  const SEL_LONGUEUR = u32(32);

  function racine(feuilles) {
    const ordre = trier(new Int32Array(feuilles.length / 8).map((_, i) => i), feuilles);
    const niveau = new Int32Array(feuilles.length);
    ordre.forEach((r, i) => { for (let n = 0; n < 8; n++) niveau[8 * i + n] = feuilles[8 * r + n]; });
    for (let n = ordre.length; n > 1; n = Math.ceil(n / 2)) {
      for (let i = 0; i < n; i += 2) {
        if (i + 1 === n) niveau.copyWithin(4 * i, 8 * i, 8 * i + 8);
        else {
          tampon[fin++] = 1;
          ecrireMots(niveau, 8 * i);
          ecrireMots(niveau, 8 * i + 8);
          hacher(niveau, 4 * i);
        }
      }
    }
    return hexMots(niveau, 0);
  }

  // WebCrypto refait la feuille ou le ticket de quelques personnes, réparties sur toute la liste.
  async function temoins(combien, refaire, mots) {
    for (let n = 0; n < 64; n++) {
      const rang = Math.floor(n * combien / 64), juste = await refaire(rang);
      if (juste && hex(juste) !== hexMots(mots, 8 * rang)) throw new Error("ce navigateur calcule faux");
    }
  }

  // ---- Ce qui est donné ----
  async function controler(pv) {
    const p = pv.protocole;
    exiger(pv.format === "passerelle-tirage/1", 2, "format inconnu");
    const membres = ["titre", ...(p.hasard ? ["hasard"] : []), ...PROTOCOLE.slice(1)];
    exiger(Object.keys(p).join() === membres.join() && p.bras.length > 1, 3, "protocole mal formé");
    for (const site of p.sites) {
      exiger(site.ratios.every(r => dire(lire(r)) === r), 3, "ratio qui n’est pas réduit");
      const { parts: lesParts, commun } = parts(site);
      exiger(lesParts.length === p.bras.length && lesParts.reduce((a, b) => a + b, 0n) === commun, 3,
        `les ratios de ${site.code} ne font pas 1`);
    }
    exiger(hex(await sha(utf8.encode(JSON.stringify(p)))) === pv.protocole_sha256, 4, "empreinte du protocole");
    exiger([...pv.secret_liste].length >= 32, 5, "le secret de la liste est trop court");
    const sites = new Set(p.sites.map(s => s.code)), vagues = new Set(p.vagues);
    const exclusions = new Set(["", ...p.exclusions.map(e => e.code)]);
    const k = await cle(pv.secret_liste), feuilles = new Int32Array(8 * pv.personnes.length);
    const premiere = 13 + pv.cellules.length + 2 + pv.reports.length + 2, faux = [];
    let dernier = "";
    pv.personnes.forEach((personne, rang) => {
      const [identifiant, site, vague, strate, exclusion, ecrite] = personne;
      const valeurs = strate ? strate.split("|") : [];
      feuille(k, personne, feuilles, 8 * rang);
      const bon = sites.has(site) && vagues.has(vague) && exclusions.has(exclusion) && estHex(ecrite, feuilles, 8 * rang)
        && valeurs.length === p.strates.length && avant(dernier, identifiant)
        && p.strates.every((s, i) => !s.valeurs.length || s.valeurs.includes(valeurs[i]));
      if (bon) dernier = identifiant;
      else faux.push([premiere + rang, `la personne « ${identifiant} » n’est pas celle qui a été engagée`]);
    });
    if (faux.length) throw new Ecart(faux);
    await temoins(pv.personnes.length, async rang => {
      const [identifiant, ...reste] = pv.personnes[rang];
      const sel = await hmac(pv.secret_liste, joindre("S", champs(identifiant)));
      return sha(joindre(Uint8Array.of(0), champs(sel, identifiant, ...reste.slice(0, 4))));
    }, feuilles);
    exiger(racine(feuilles) === pv.racine, 7, "les personnes ne donnent pas cette racine");
    exiger(pv.alea && pv.alea === pv.alea.trim(), 8, "valeur publique mal formée");
    exiger(pv.secrets.every(s => s.secret), 9, "un secret est vide");
    const engages = await Promise.all(pv.secrets.map(async s => [s.partie, hex(await sha(utf8.encode(s.secret)))]));
    exiger(JSON.stringify(engages) === JSON.stringify(p.parties.map(x => [x.nom, x.engagement])), 9,
      "un secret n’est pas celui qui a été engagé");
    const graine = await sha(champs("passerelle-tirage/1/graine", deHex(pv.protocole_sha256), deHex(pv.racine),
      pv.precedent ? deHex(pv.precedent.sha256) : "", pv.alea, ...pv.secrets.map(s => s.secret)));
    exiger(hex(graine) === pv.graine, 10, "la graine ne découle pas des lignes 4, 6, 7, 8 et 9");
    return graine;
  }

  function depart(pv) {
    const p = pv.protocole;
    return p.sites.map((site, place) => {
      if (!pv.precedent) return p.bras.slice(1).map(() => [0n, 0n]);
      const [code, lues] = pv.precedent.reports[place], chaines = lues.map(c => c.map(BigInt));
      exiger(code === site.code && chaines.length === p.bras.length - 1, 6, "reports mal formés");
      const { parts: lesParts, commun } = parts(site);
      let reste = commun, gens = chaines[0][0];
      chaines.forEach(([personnes, retenus], j) => {
        const produit = personnes * lesParts[j];
        const ecart = reste ? retenus - produit / reste : 0n;
        const bon = reste ? personnes === gens && personnes < 1n << 40n && (ecart === 0n || (ecart === 1n && produit % reste)) : personnes === 0n;
        exiger(bon, 6, `les reports de ${code} sont impossibles`);
        reste -= lesParts[j];
        gens -= retenus;
      });
      return chaines;
    });
  }

  // ---- Le tirage ----
  function piece(k, groupe, choix, num, den) {
    const limite = (1n << 64n) - (1n << 64n) % den, signe = new Int32Array(8);
    for (let essai = 0; ; essai++) {
      ecrireOctets(joindre("R", groupe, u32(choix), u32(essai)));
      signer(k, signe, 0);
      const valeur = BigInt(signe[0] >>> 0) << 32n | BigInt(signe[1] >>> 0);
      if (valeur < limite) return valeur % den < num;
    }
  }

  function avancer(chaine, n, p, q, jeter) {
    const avant = chaine[0] * p, apres = (chaine[0] + n) * p, f0 = avant % q, f1 = apres % q;
    const haut = chaine[1] > avant / q;
    const num = haut ? (f0 < f1 ? f0 : f1) : (f1 > f0 ? f1 - f0 : 0n), den = haut ? f0 : q - f0;
    const plus = num === den || (num > 0n && jeter(num, den));
    const retenus = apres / q + (plus ? 1n : 0n), gardes = retenus - chaine[1];
    chaine[0] += n;
    chaine[1] = retenus;
    return gardes;
  }

  // Les membres qui découlent du tirage, et ce que chaque personne en reçoit.
  async function rejouer(pv, graine) {
    const p = pv.protocole, chaines = depart(pv), k = await cle(graine), groupes = [], debut = performance.now();
    const sites = new Map(p.sites.map((s, i) => [s.code, i])), vagues = new Map(p.vagues.map((v, i) => [v, i]));
    pv.personnes.forEach(([, site, vague, strate, exclusion], rang) => {
      const tour = sites.get(site) * p.vagues.length + vagues.get(vague);
      let groupe = (groupes[tour] ??= new Map()).get(strate);
      if (!groupe) groupes[tour].set(strate, groupe = { s: sites.get(site), v: vagues.get(vague), strate, tires: [], exclus: 0 });
      if (exclusion) groupe.exclus += 1;
      else groupe.tires.push(rang);
    });
    const ordre = groupes.flatMap(g => [...g.values()].sort((a, b) => comparer(a.strate, b.strate)));
    const cellules = [], entrees = new Map(), tickets = new Int32Array(8 * pv.personnes.length);
    // Pour chaque rang : 0 pour une personne exclue, sinon une place de plus que celle de son résultat.
    const places = new Uint32Array(pv.personnes.length), resultats = [];
    for (const { s, v, strate, tires, exclus } of ordre) {
      const site = p.sites[s], vague = p.vagues[v], chaine = chaines[s], tour = `${s} ${v}`;
      if (!entrees.has(tour)) {
        const memes = ordre.filter(g => g.s === s && g.v === v);
        const candidats = BigInt(memes.reduce((n, g) => n + g.tires.length, 0));
        const libres = site.capacite === null ? candidats : BigInt(site.capacite) - chaine[0][0];
        const admissibles = libres < 0n ? 0n : libres < candidats ? libres : candidats;
        entrees.set(tour, { entree: [0n, 0n], admissibles, candidats });
        const deja = pv.precedent && pv.precedent.vagues.some(([a, b]) => a === site.code && b === vague);
        exiger(!(candidats && deja), 6, `la vague ${vague} de ${site.code} a déjà été tirée`);
      }
      const { entree, admissibles, candidats } = entrees.get(tour), groupe = champs(vague, site.code, strate);
      const jeter = choix => (num, den) => piece(k, groupe, choix, num, den);
      const admis = candidats ? avancer(entree, BigInt(tires.length), admissibles, candidats, jeter(0)) : 0n;
      const { parts: lesParts, commun } = parts(site), comptes = [];
      let reste = admis, part = commun;
      for (let j = 0; j < lesParts.length - 1; j++) {
        comptes.push(part ? avancer(chaine[j], reste, lesParts[j], part, jeter(j + 1)) : 0n);
        reste -= comptes[j];
        part -= lesParts[j];
      }
      comptes.push(reste);
      const [num, den] = candidats ? [admissibles, candidats] : [1n, 1n];
      const probas = site.ratios.map(r => { const [n, d] = lire(r); return dire(fraction(n * num, d * den)); });
      const surnombre = dire(fraction(den - num, den));
      cellules.push([site.code, vague, strate, tires.length, exclus, admis, comptes, probas, surnombre]);
      for (const rang of tires) {
        tampon[fin++] = 84; // T
        ecrireOctets(groupe);
        ecrireChamp(pv.personnes[rang][0]);
        signer(k, tickets, 8 * rang);
      }
      let suite = 0;
      const rangs = trier(tires, tickets), issues = p.bras.map((bras, j) => [bras, probas[j], Number(comptes[j])]);
      for (const [bras, proba, combien] of [...issues, ["surnombre", surnombre, tires.length - Number(admis)]]) {
        resultats.push([bras, proba]);
        for (const limite = suite + combien; suite < limite; suite++) places[rangs[suite]] = resultats.length;
      }
    }
    performance.measure("tirage", { start: debut });
    await temoins(pv.personnes.length, async rang => {
      const [identifiant, site, vague, strate, exclusion] = pv.personnes[rang];
      return exclusion ? null : hmac(graine, joindre("T", champs(vague, site, strate, identifiant)));
    }, tickets);
    return { cellules, reports: p.sites.map((s, i) => [s.code, chaines[i]]), places, resultats, tickets };
  }

  function affectations(pv, { places, resultats, tickets }) {
    const lots = ["identifiant;site;vague;strate;bras;probabilite;ticket\n"];
    let lot = "";
    pv.personnes.forEach((x, rang) => {
      if (!places[rang]) return;
      const [bras, proba] = resultats[places[rang] - 1], ticket = estHex(x[8], tickets, 8 * rang) ? x[8] : hexMots(tickets, 8 * rang);
      lot += `${x[0]};${x[1]};${x[2]};${x[3]};${bras};${proba};${ticket}\n`;
      if (lot.length > 1 << 20) { lots.push(lot); lot = ""; }
    });
    return new Blob([...lots, lot], { type: "text/csv" });
  }

  // Rend { ecarts, affectations, pv } : aucun écart quand tout est exact, à l’octet près.
  async function verifier(donnees) {
    try {
      const texte = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(donnees);
      const retour = texte.indexOf("\r");
      exiger(retour < 0, texte.slice(0, retour).split("\n").length, "les fins de ligne sont celles de Windows (CR LF)");
      const pv = JSON.parse(texte), tete = ecrire({ ...pv, personnes: [] }), debut = tete.slice(0, -"[\n]\n}\n".length);
      exiger(Object.keys(pv).length === MEMBRES.length && pv.personnes.every(x => x.length === 9 && x.every(c => typeof c === "string"))
        && texte === debut + ecrirePersonnes(pv.personnes) + "\n}\n", 1, "l’écriture n’est pas canonique");
      const attendu = await rejouer(pv, await controler(pv));
      const csv = affectations(pv, attendu), empreinte = hex(await sha(await csv.arrayBuffer()));
      const { cellules, reports, places, resultats, tickets } = attendu;
      const justes = ecrire({ ...pv, cellules, reports, affectations_sha256: empreinte, personnes: [] }).split("\n");
      const ecarts = [], noter = (ligne, lu, juste) => ecarts.push([ligne, `lu « ${lu} », attendu « ${juste} »`]);
      const lues = tete.split("\n");
      lues.forEach((l, i) => { if (l !== justes[i]) noter(i + 1, l, justes[i]); });
      exiger(ecarts.length || lues.length === justes.length, 1, "les groupes ne sont pas ceux de la liste");
      pv.personnes.forEach((x, rang) => {
        const [bras, proba] = places[rang] ? resultats[places[rang] - 1] : ["", ""];
        if (x[6] === bras && x[7] === proba && (places[rang] ? estHex(x[8], tickets, 8 * rang) : x[8] === "")) return;
        const juste = [...x.slice(0, 6), bras, proba, places[rang] ? hexMots(tickets, 8 * rang) : ""];
        noter(lues.length - 2 + rang, JSON.stringify(x), JSON.stringify(juste));
      });
      return ecarts.length ? { ecarts } : { ecarts, affectations: csv, pv };
    } catch (e) {
      return { ecarts: e instanceof Ecart ? e.lignes : [[1, `le procès-verbal ne se lit pas (${e.name})`]] };
    }
  }

  const SUITE = "L’enchaînement avec la vague précédente n’a pas été vérifié.";

  // ---- Dans une page ----
  function page() {
    const choix = document.getElementById("fichier"), verdict = document.getElementById("verdict");
    const liste = document.getElementById("ecarts"), lien = document.getElementById("affectations");
    choix.addEventListener("change", async () => {
      const [fichier] = choix.files;
      liste.replaceChildren();
      lien.hidden = true;
      if (!fichier) { verdict.textContent = ""; return; }
      verdict.textContent = "Vérification en cours…";
      const { ecarts, affectations, pv } = await verifier(new Uint8Array(await fichier.arrayBuffer()));
      verdict.className = ecarts.length ? "faux" : "exact";
      verdict.textContent = ecarts.length
        ? `Ce procès-verbal n’est pas exact : ${ecarts.length === 1 ? "une ligne" : `${ecarts.length} lignes`} en cause.`
        : `Procès-verbal exact. « ${pv.protocole.titre} », ${pv.personnes.length} personnes, racine ${pv.racine}, valeur publique « ${pv.alea} ».${pv.precedent ? ` ${SUITE}` : ""}`;
      liste.replaceChildren(...ecarts.slice(0, 100).map(([ligne, motif]) => {
        const li = document.createElement("li");
        li.textContent = `Ligne ${ligne} : ${motif}`;
        return li;
      }));
      if (affectations) {
        URL.revokeObjectURL(lien.href);
        lien.href = URL.createObjectURL(affectations);
        lien.hidden = false;
      }
    });
  }

  if (typeof document !== "undefined") page();
  else if (typeof process !== "undefined") {
    const [, , chemin, option] = process.argv;
    verifier(new Uint8Array(require("fs").readFileSync(chemin))).then(async ({ ecarts, affectations, pv }) => {
      for (const [ligne, motif] of ecarts) console.log(`ligne ${ligne} : ${motif.replaceAll(";", ",")}`);
      if (ecarts.length) process.exitCode = 1;
      else process.stdout.write(option === "--affectations" ? await affectations.text() : `Procès-verbal exact.
Racine : ${pv.racine}\nValeur publique : ${pv.alea}\nProtocole : ${pv.protocole_sha256}\nAffectations : ${pv.affectations_sha256}\n`);
      if (!ecarts.length && pv.precedent) {
        console.error(SUITE);
        process.exitCode = 2;
      }
    });
  }
})();
