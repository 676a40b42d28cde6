import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { anomalies, debordement, tableau } from '../outils/controles.mjs';
import { capturer, entrer, fenetre, fermer } from '../outils/navigateur.mjs';
import { lignesXlsx, lireCsv } from '../outils/fichiers.mjs';
import { compte, nombre, telecharger } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

describe('La démonstration, de l\'accueil au bilan figé', () => {
  let site, vue, page;
  before(async () => {
    site = await demonstration();
    vue = await fenetre(site);
    page = vue.page;
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('l\'accueil dit ce que c\'est, que c\'est une démonstration, et où en est l\'accessibilité', async () => {
    await page.goto('/');
    assert.match(await page.title(), /– Passerelle$/);
    await page.getByText('Les personnes et les entreprises sont fictives').waitFor();
    await page.getByRole('link', { name: 'Accessibilité : non conforme' }).waitFor();
    await capturer(page, '01-accueil');
  });

  it('un clic suffit pour entrer comme administrateur et voir des chiffres', async () => {
    await page.locator('main').getByRole('link', { name: /démonstration/ }).click();
    await capturer(page, '02-connexion');
    await page.getByRole('button', { name: /Administration/ }).click();
    await page.waitForURL('**/tableau-de-bord');
    await page.getByRole('heading', { level: 1, name: /2017/ }).waitFor();
    assert.equal(nombre(await page.locator('.chiffre .valeur strong').first().innerText()), 1377);
    await capturer(page, '03-tableau-de-bord');
  });

  it('le bilan 2017 montre 1 377 contrats, 758 et 619, et 1 132 positionnements', async () => {
    await page.getByRole('link', { name: 'Ouvrir le bilan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bilan, année 2017' }).waitFor();
    const total = page.locator('table.donnees', { hasText: 'Mission locale Aubervilliers' }).locator('tfoot td');
    assert.deepEqual((await total.allInnerTexts()).map(nombre), [758, 619, 1377]);
    const positionnements = page.locator('table.donnees', { hasText: 'France Travail' }).locator('tfoot td').first();
    assert.equal(nombre(await positionnements.innerText()), 1132);
    await capturer(page, '04-bilan');
  });

  it('chaque chiffre du bilan ouvre une liste d\'autant de cas', async () => {
    const liens = await page.locator('main a[href*="/bilan/cas/"]').evaluateAll((as) =>
      as.map((a) => ({ adresse: a.getAttribute('href'), texte: (a.closest('.chiffre')?.querySelector('.valeur') ?? a).textContent })),
    );
    assert.ok(liens.length > 60, `${liens.length} chiffres seulement mènent à leurs cas`);
    const ecarts = [];
    for (const { adresse, texte } of liens) {
      const html = await (await page.request.get(adresse)).text();
      const dit = html.match(/<p role="status">([^<]*)<\/p>/)?.[1];
      if (!dit || nombre(dit) !== nombre(texte)) ecarts.push(`${adresse} : le bilan dit « ${texte.trim()} », la liste « ${dit} »`);
    }
    assert.deepEqual(ecarts, []);
  });

  it('un clic sur un chiffre mène à sa liste, qui dit sa définition et s\'emporte en CSV et en XLSX', async () => {
    await page.locator('table.donnees', { hasText: 'Mission locale Bondy' }).locator('tfoot a').last().click();
    assert.equal(await compte(page), 1377);
    await page.getByText('Comment ce nombre est compté').click();
    await page.getByText(/Contrats d'apprentissage ou de professionnalisation/).waitFor();
    await capturer(page, '05-cas');
    const csv = await telecharger(page, page.getByRole('link', { name: 'CSV' }));
    assert.equal(lireCsv(csv.octets).length, 1377 + 1);
    const xlsx = await telecharger(page, page.getByRole('link', { name: 'Excel (XLSX)' }));
    assert.match(xlsx.nom, /\.xlsx$/);
    assert.equal(lignesXlsx(xlsx.octets), 1377 + 1);
  });

  it('une liste filtrée garde ses filtres dans l\'adresse, dans ses puces et dans ses fichiers', async () => {
    await page.goto('/contrats');
    const tous = await compte(page);
    await page.getByLabel('Contrat', { exact: true }).selectOption({ label: 'Apprentissage' });
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await page.waitForURL('**/contrats?**');
    const filtres = await compte(page);
    assert.ok(filtres > 0 && filtres < tous);
    await page.getByRole('link', { name: /Retirer le filtre/ }).waitFor();
    const csv = await telecharger(page, page.getByRole('link', { name: 'CSV' }));
    assert.equal(lireCsv(csv.octets).length, filtres + 1);
    await capturer(page, '06-liste-filtree');
    await page.getByRole('link', { name: /Retirer le filtre/ }).click();
    assert.equal(await compte(page), tous);
  });

  it('le bilan figé apparaît dans « Bilans figés », ne dit aucun écart et rend toujours les mêmes octets', async () => {
    await page.goto('/bilan?annee=2017');
    await page.getByRole('button', { name: 'Figer ce bilan' }).click();
    await page.waitForURL('**/bilans/*');
    await page.getByText('il donne les mêmes nombres').waitFor();
    const adresse = page.url();
    await capturer(page, '07-bilan-fige');
    const lien = page.getByRole('link', { name: 'JSON' });
    const [un, deux] = [await telecharger(page, lien), await telecharger(page, lien)];
    assert.ok(un.octets.equals(deux.octets));
    const empreinte = crypto.createHash('sha256').update(un.octets).digest('hex');
    assert.equal(await page.locator('.bilan-fige code').innerText(), empreinte);
    assert.equal(JSON.parse(un.octets).contrats_total.total, 1377);
    await page.goto('/bilans');
    await page.getByRole('link', { name: 'année 2017' }).click();
    assert.equal(page.url(), adresse);
    const xlsx = await telecharger(page, page.getByRole('link', { name: 'Excel (XLSX)' }));
    assert.ok(lignesXlsx(xlsx.octets) > 5);
    const pdf = await telecharger(page, page.getByRole('link', { name: 'PDF' }));
    assert.equal(pdf.octets.subarray(0, 5).toString(), '%PDF-');
  });

  it('la page emportée se lit seule, sans site, sur un téléphone comme sur un écran', async () => {
    await page.goto('/bilan?annee=2017');
    const html = await telecharger(page, page.getByRole('link', { name: 'Page (HTML)' }));
    for (const largeur of [1280, 360]) {
      const seule = await fenetre(site, { largeur });
      await seule.page.setContent(html.octets.toString('utf8'));
      const quoi = [...(await anomalies(seule.page)), await debordement(seule.page)].filter(Boolean);
      assert.equal(quoi.length, 0, tableau([{ page: html.nom, quoi }]));
      assert.deepEqual(seule.requetes, []);
      await capturer(seule.page, `08-page-emportee-${largeur}`);
      await seule.fermer();
    }
  });

  it('rien d\'interdit n\'a eu lieu : ni erreur, ni requête ailleurs, ni entorse à la politique de sécurité', () => {
    assert.deepEqual(vue.fautes, []);
  });
});
