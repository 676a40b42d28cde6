// Vérifie un procès-verbal de tirage, sans réseau : dans une page (verifier.html) ou avec node.
//   node verifier.js proces-verbal.json [--affectations]
// JavaScript seul et WebCrypto ; écrit d’après docs/tirage.md. Rien ne quitte l’ordinateur.
"use strict";

(() => {
  const MEMBRES = ["format", "protocole", "protocole_sha256", "secret_liste", "precedent", "racine", "alea", "secrets",
    "graine", "affectations_sha256", "cellules", "reports", "personnes"];
  const LISTES = new Set(["cellules", "reports", "personnes"]);
  const PROTOCOLE = ["titre", "bras", "vagues", "strates", "strates_vides_admises", "sites", "exclusions", "parties"];
  const HMAC = { name: "HMAC", hash: "SHA-256" };
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
  const cle = o => crypto.subtle.importKey("raw", octets(o), HMAC, false, ["sign"]);
  const signer = async (k, message) => new Uint8Array(await crypto.subtle.sign(HMAC, k, message));
  // L’ordre des octets UTF-8, que celui de JavaScript (UTF-16) ne suit pas au-delà de U+FFFF.
  function comparer(a, b) {
    const x = octets(a), y = octets(b);
    for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  }
  // Par lots : un million de promesses à la fois ne tient pas en mémoire.
  async function pourChacun(liste, faire) {
    const sortie = [];
    for (let i = 0; i < liste.length; i += 4096) sortie.push(...await Promise.all(liste.slice(i, i + 4096).map(faire)));
    return sortie;
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

  async function feuille(k, [identifiant, site, vague, strate, exclusion]) {
    const sel = await signer(k, joindre("S", champs(identifiant)));
    return sha(joindre(Uint8Array.of(0), champs(sel, identifiant, site, vague, strate, exclusion)));
  }

  async function racine(feuilles) {
    let niveau = feuilles.map(hex).sort().map(deHex);
    while (niveau.length > 1) {
      const paires = [];
      for (let i = 0; i < niveau.length; i += 2) paires.push(niveau.slice(i, i + 2));
      niveau = await pourChacun(paires, p => p.length === 2 ? sha(joindre(Uint8Array.of(1), p[0], p[1])) : p[0]);
    }
    return hex(niveau[0]);
  }

  // ---- Ce qui est donné ----
  async function controler(pv) {
    const p = pv.protocole;
    exiger(pv.format === "passerelle-tirage/1", 2, "format inconnu");
    exiger(Object.keys(p).join() === PROTOCOLE.join() && p.bras.length > 1, 3, "protocole mal formé");
    for (const site of p.sites) {
      exiger(site.ratios.every(r => dire(lire(r)) === r), 3, "ratio qui n’est pas réduit");
      const { parts: lesParts, commun } = parts(site);
      exiger(lesParts.length === p.bras.length && lesParts.reduce((a, b) => a + b, 0n) === commun, 3,
        `les ratios de ${site.code} ne font pas 1`);
    }
    exiger(hex(await sha(utf8.encode(JSON.stringify(p)))) === pv.protocole_sha256, 4, "empreinte du protocole");
    const sites = new Set(p.sites.map(s => s.code)), vagues = new Set(p.vagues);
    const exclusions = new Set(["", ...p.exclusions.map(e => e.code)]);
    const k = await cle(pv.secret_liste);
    const feuilles = await pourChacun(pv.personnes, async x => hex(await feuille(k, x)));
    const premiere = 13 + pv.cellules.length + 2 + pv.reports.length + 2, faux = [];
    let avant = "";
    pv.personnes.forEach(([identifiant, site, vague, strate, exclusion, ecrite], rang) => {
      const valeurs = strate ? strate.split("|") : [];
      const bon = sites.has(site) && vagues.has(vague) && exclusions.has(exclusion) && feuilles[rang] === ecrite
        && valeurs.length === p.strates.length && comparer(avant, identifiant) < 0
        && p.strates.every((s, i) => !s.valeurs.length || s.valeurs.includes(valeurs[i]));
      if (bon) avant = identifiant;
      else faux.push([premiere + rang, `la personne « ${identifiant} » n’est pas celle qui a été engagée`]);
    });
    if (faux.length) throw new Ecart(faux);
    exiger(await racine(feuilles.map(deHex)) === pv.racine, 7, "les personnes ne donnent pas cette racine");
    exiger(pv.alea && pv.alea === pv.alea.trim(), 8, "valeur publique mal formée");
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
  async function piece(k, groupe, choix, num, den) {
    const limite = (1n << 64n) - (1n << 64n) % den;
    for (let essai = 0; ; essai++) {
      const signe = await signer(k, joindre("R", groupe, u32(choix), u32(essai)));
      const valeur = new DataView(signe.buffer).getBigUint64(0);
      if (valeur < limite) return valeur % den < num;
    }
  }

  async function avancer(chaine, n, p, q, jeter) {
    const avant = chaine[0] * p, apres = (chaine[0] + n) * p, f0 = avant % q, f1 = apres % q;
    const haut = chaine[1] > avant / q;
    const num = haut ? (f0 < f1 ? f0 : f1) : (f1 > f0 ? f1 - f0 : 0n), den = haut ? f0 : q - f0;
    const plus = num === den || (num > 0n && await jeter(num, den));
    const retenus = apres / q + (plus ? 1n : 0n), gardes = retenus - chaine[1];
    chaine[0] += n;
    chaine[1] = retenus;
    return gardes;
  }

  async function rejouer(pv, graine) {
    const p = pv.protocole, chaines = depart(pv), k = await cle(graine), groupes = new Map();
    const sites = new Map(p.sites.map((s, i) => [s.code, i])), vagues = new Map(p.vagues.map((v, i) => [v, i]));
    for (const x of pv.personnes) {
      const nom = JSON.stringify(x.slice(1, 4));
      if (!groupes.has(nom)) groupes.set(nom, { s: sites.get(x[1]), v: vagues.get(x[2]), strate: x[3], gens: [] });
      groupes.get(nom).gens.push(x);
    }
    const ordre = [...groupes.values()].sort((a, b) => a.s - b.s || a.v - b.v || comparer(a.strate, b.strate));
    const cellules = [], resultats = new Map(), entrees = new Map();
    for (const { s, v, strate, gens } of ordre) {
      const site = p.sites[s], vague = p.vagues[v], chaine = chaines[s], tour = `${s} ${v}`;
      const tires = gens.filter(x => !x[4]).map(x => x[0]), nombre = BigInt(tires.length);
      if (!entrees.has(tour)) {
        const memes = ordre.filter(g => g.s === s && g.v === v);
        const candidats = BigInt(memes.reduce((n, g) => n + g.gens.filter(x => !x[4]).length, 0));
        const libres = site.capacite === null ? candidats : BigInt(site.capacite) - chaine[0][0];
        const places = libres < 0n ? 0n : libres < candidats ? libres : candidats;
        entrees.set(tour, { entree: [0n, 0n], places, candidats });
        const deja = pv.precedent && pv.precedent.vagues.some(([a, b]) => a === site.code && b === vague);
        exiger(!(candidats && deja), 6, `la vague ${vague} de ${site.code} a déjà été tirée`);
      }
      const { entree, places, candidats } = entrees.get(tour), groupe = champs(vague, site.code, strate);
      const jeter = choix => (num, den) => piece(k, groupe, choix, num, den);
      const admis = candidats ? await avancer(entree, nombre, places, candidats, jeter(0)) : 0n;
      const { parts: lesParts, commun } = parts(site), comptes = [];
      let reste = admis, part = commun;
      for (let j = 0; j < lesParts.length - 1; j++) {
        comptes.push(part ? await avancer(chaine[j], reste, lesParts[j], part, jeter(j + 1)) : 0n);
        reste -= comptes[j];
        part -= lesParts[j];
      }
      comptes.push(reste);
      const [num, den] = candidats ? [places, candidats] : [1n, 1n];
      const probas = site.ratios.map(r => { const [n, d] = lire(r); return dire(fraction(n * num, d * den)); });
      const surnombre = dire(fraction(den - num, den));
      cellules.push([site.code, vague, strate, tires.length, gens.length - tires.length, admis, comptes, probas, surnombre]);
      const rangs = await pourChacun(tires, async id => [hex(await signer(k, joindre("T", groupe, champs(id)))), id]);
      rangs.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : comparer(a[1], b[1]));
      let bras = 0, libres = comptes[0];
      for (const [ticket, id] of rangs) {
        while (bras < comptes.length && libres === 0n) libres = ++bras < comptes.length ? comptes[bras] : 0n;
        resultats.set(id, bras < comptes.length ? [p.bras[bras], probas[bras], ticket] : ["surnombre", surnombre, ticket]);
        libres -= 1n;
      }
    }
    const personnes = pv.personnes.map(x => [...x.slice(0, 6), ...(resultats.get(x[0]) || ["", "", ""])]);
    const lignes = personnes.filter(x => x[8]).map(x => [...x.slice(0, 4), ...x.slice(6)].join(";"));
    const csv = ["identifiant;site;vague;strate;bras;probabilite;ticket", ...lignes].join("\n") + "\n";
    const reports = p.sites.map((s, i) => [s.code, chaines[i]]);
    return [{ ...pv, cellules, reports, personnes, affectations_sha256: hex(await sha(utf8.encode(csv))) }, csv];
  }

  // Rend { ecarts, affectations, pv } : aucun écart quand tout est exact, à l’octet près.
  async function verifier(donnees) {
    let texte, attendu, pv, csv;
    try {
      texte = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(donnees);
      pv = JSON.parse(texte);
      exiger(ecrire(pv) === texte, 1, "l’écriture n’est pas canonique");
      [attendu, csv] = await rejouer(pv, await controler(pv));
      attendu = ecrire(attendu);
    } catch (e) {
      return { ecarts: e instanceof Ecart ? e.lignes : [[1, `le procès-verbal ne se lit pas (${e.name})`]] };
    }
    if (texte === attendu) return { ecarts: [], affectations: csv, pv };
    const lues = texte.split("\n"), justes = attendu.split("\n");
    const ecarts = lues.flatMap((l, i) => l === justes[i] ? [] : [[i + 1, `lu « ${l} », attendu « ${justes[i]} »`]]);
    return { ecarts: ecarts.length ? ecarts : [[1, "les groupes ne sont pas ceux de la liste"]] };
  }

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
        : `Procès-verbal exact. « ${pv.protocole.titre} », ${pv.personnes.length} personnes, racine ${pv.racine}.`;
      liste.replaceChildren(...ecarts.slice(0, 100).map(([ligne, motif]) => {
        const li = document.createElement("li");
        li.textContent = `Ligne ${ligne} : ${motif}`;
        return li;
      }));
      if (affectations) {
        lien.href = URL.createObjectURL(new Blob([affectations], { type: "text/csv" }));
        lien.hidden = false;
      }
    });
  }

  if (typeof document !== "undefined") page();
  else if (typeof process !== "undefined") {
    const [, , chemin, option] = process.argv;
    verifier(new Uint8Array(require("fs").readFileSync(chemin))).then(({ ecarts, affectations }) => {
      for (const [ligne, motif] of ecarts) console.log(`ligne ${ligne} : ${motif.replaceAll(";", ",")}`);
      if (ecarts.length) process.exitCode = 1;
      else process.stdout.write(option === "--affectations" ? affectations : "Procès-verbal exact.\n");
    });
  }
})();
