// The draw as its witnesses check it: the page opened from the disk, offline, on the minutes our program writes.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement } from '../outils/controles.mjs';
import { capturer, fenetre, fermer } from '../outils/navigateur.mjs';
import { BINAIRE, dossierJetable } from '../outils/serveur.mjs';

const DOCS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/tirage');
const PAGE = pathToFileURL(path.join(DOCS, 'verifier.html')).href;
const SECRET = 'sésame, ouvre-toi';
const sha256 = (octets) => crypto.createHash('sha256').update(octets).digest('hex');

const PROTOCOLE = `
titre = "Promotion de l’apprentissage, \\"seconde\\" cohorte"
hasard = "drand, tour 5123456"
bras = ["service_plus", "atelier", "droit_commun"]
vagues = ["printemps", "été"]
strates_vides_admises = true
[[strates]]
colonne = "niveau"
[[sites]]
code = "tours"
ratios = { service_plus = "30 %", atelier = "0,34", droit_commun = "9/25" }
capacite = 60
[[sites]]
code = "blois"
ratios = { service_plus = "1/3", atelier = "0", droit_commun = "2/3" }
[[exclusions]]
code = "age"
motif = "Plus de 25 ans"
[[parties]]
nom = "CREDOC"
engagement = "ENGAGEMENT"
`;

/** `n` people of every site, wave, stratum; letters whose order differs in UTF-16 and UTF-8. */
function candidats(n, vague, debut = 0) {
  const lettres = ['J', 'é', '😀', '\uff5e'];
  const ligne = (_, i) =>
    `${lettres[i % 4]}${i + debut};${['tours', 'blois'][(i % 5) >> 2]};${vague ?? ['printemps', 'été'][(i % 3) >> 1]};${['CAP', '3e', '😀'][i % 7 % 3]};${i % 11 === 4 ? 'age' : ''}`;
  return `identifiant;site;vague;niveau;exclusion\n${Array.from({ length: n }, ligne).join('\n')}\n`;
}

describe('Le tirage se vérifie dans le navigateur, hors ligne', () => {
  const dossier = dossierJetable();
  const passerelle = (...arguments_) => execFileSync(BINAIRE, ['tirage', ...arguments_], { cwd: dossier, encoding: 'utf8' });
  const pv = (nom) => path.join(dossier, nom, 'proces-verbal.json');
  let vue, page;

  /** Draws a list with our program. */
  function tirer(nom, liste, suite = []) {
    // A public value and a secret serve once: each draw has its own.
    const secret = `${SECRET} ${nom}`;
    fs.writeFileSync(path.join(dossier, 'protocole.toml'), PROTOCOLE.replace('ENGAGEMENT', sha256(secret)));
    fs.writeFileSync(path.join(dossier, 'candidats.csv'), liste);
    passerelle('preparer', '--protocole', 'protocole.toml', '--liste', 'candidats.csv', '--sortie', nom, ...suite);
    passerelle('executer', nom, '--alea', `æ € 😀 8f3a ${nom}`, '--secret', secret);
    return pv(nom);
  }

  /** Hands a file to the page and waits for its verdict. */
  async function verdict(fichier) {
    await page.goto(PAGE);
    await page.getByLabel('Procès-verbal').setInputFiles(fichier);
    await page.locator('#verdict.exact, #verdict.faux').waitFor();
    return page.locator('#verdict').innerText();
  }

  before(async () => {
    tirer('entier', candidats(150));
    tirer('premiere', candidats(37, 'printemps'));
    tirer('seconde', candidats(23, 'été', 100), ['--precedent', pv('premiere')]);
    tirer('grand', candidats(30_000));
    vue = await fenetre({ url: 'file://' });
    page = vue.page;
    await vue.contexte.setOffline(true);
  });
  after(fermer);

  for (const nom of ['entier', 'premiere', 'seconde', 'grand']) {
    it(`le navigateur, Python et notre programme donnent les mêmes octets (${nom})`, async () => {
      assert.match(await verdict(pv(nom)), /^Procès-verbal exact\./);
      const [recu] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /affectations recalculées/ }).click()]);
      const attendu = fs.readFileSync(path.join(dossier, nom, 'affectations.csv'));
      assert.ok(fs.readFileSync(await recu.path()).equals(attendu));
      const python = spawnSync('python3', [path.join(DOCS, 'verifier.py'), pv(nom), '--affectations'], { maxBuffer: 1 << 26 });
      // 2: exact, taken alone; the wave before was not given.
      assert.equal(python.status, nom === 'seconde' ? 2 : 0, String(python.stdout).slice(0, 500));
      assert.ok(python.stdout.equals(attendu));
    });
  }

  it('une ligne changée est nommée, la même par les trois', async () => {
    const lignes = fs.readFileSync(pv('entier'), 'utf8').split('\n');
    const rang = lignes.findIndex((l) => l.includes('","service_plus","1/3","'));
    const changer = (avant, apres) => lignes.map((l, i) => (i === rang ? l.replace(avant, apres) : l)).join('\n');
    for (const faux of [changer('service_plus', 'droit_commun'), changer('1/3', '2/3'), changer('["', '["x'), changer(/"[0-9a-f]{64}"\]/, `"${'0'.repeat(64)}"]`)]) {
      const fichier = path.join(dossier, 'faux.json');
      fs.writeFileSync(fichier, faux);
      assert.match(await verdict(fichier), /^Ce procès-verbal n’est pas exact/);
      const dites = await page.locator('#ecarts li').allInnerTexts();
      const nous = spawnSync(BINAIRE, ['tirage', 'verifier', fichier], { encoding: 'utf8' });
      const python = spawnSync('python3', [path.join(DOCS, 'verifier.py'), fichier], { encoding: 'utf8' });
      const numeros = (texte) => [...texte.matchAll(/ligne (\d+)/gi)].map((m) => Number(m[1]));
      assert.deepEqual([nous.status, python.status], [1, 1]);
      assert.deepEqual([dites.flatMap(numeros), numeros(nous.stdout), numeros(python.stdout)], Array(3).fill([rang + 1]));
    }
    await capturer(page, '60-tirage-faux');
  });

  it('ce qui n\'est pas un procès-verbal est refusé d\'une phrase', async () => {
    const fichier = path.join(dossier, 'autre.json');
    for (const corps of ['', '{}', 'pas du JSON', fs.readFileSync(pv('entier'), 'utf8').replace('\n', '\r\n')]) {
      fs.writeFileSync(fichier, corps);
      assert.match(await verdict(fichier), /n’est pas exact : une ligne en cause/);
    }
  });

  it('la page est accessible et tient sur un téléphone', async () => {
    await verdict(pv('entier'));
    assert.deepEqual(await anomalies(page), []);
    await page.setViewportSize({ width: 320, height: 640 });
    assert.equal(await debordement(page), null);
    await capturer(page, '61-tirage-exact');
  });

  it('rien n\'a été demandé à personne', () => {
    assert.deepEqual(vue.requetes.filter((u) => !u.startsWith('file:') && !u.startsWith('blob:file:')), []);
    assert.deepEqual(vue.fautes.filter((f) => !/^requête vers (null|file:)/.test(f)), []);
  });
});
