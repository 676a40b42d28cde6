import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { capturer, fenetre, fermer } from '../outils/navigateur.mjs';
import { compte, repos } from '../outils/page.mjs';
import { demonstration } from '../outils/serveur.mjs';

/** Where the keyboard is: what it says there, and whether it shows. */
const ici = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const boite = e.getBoundingClientRect();
    const nom = e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText;
    const dedans = boite.bottom > 0 && boite.top < innerHeight && boite.width > 1 && boite.height > 1;
    // In a date field the calendar button belongs to the browser, which outlines it.
    const cerne = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || !e.matches(':focus');
    return { balise: e.tagName, nom: nom.trim(), visible: dedans && cerne };
  });

describe('Au clavier seulement', () => {
  let site, vue, page;
  const invisibles = [];
  async function avancerJusqua(nom) {
    for (let n = 1; n <= 80; n++) {
      await page.keyboard.press('Tab');
      const lieu = await ici(page);
      if (lieu.balise === 'BODY') continue;
      if (!lieu.visible) invisibles.push(`${page.url()} : ${lieu.balise} « ${lieu.nom} »`);
      if (nom.test(lieu.nom)) return n;
    }
    throw new Error(`80 fois Tab sans trouver ${nom} sur ${page.url()}`);
  }
  const valider = async () => {
    await repos(page);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await repos(page);
  };
  before(async () => {
    site = await demonstration();
    vue = await fenetre(site);
    page = vue.page;
  });
  after(async () => {
    await fermer();
    await site.arreter();
  });

  it('le premier Tab donne « Aller au contenu », qui y mène', async () => {
    await page.goto('/');
    assert.equal(await avancerJusqua(/^Aller au contenu$/), 1);
    await capturer(page, '40-clavier-evitement');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'contenu');
    await page.keyboard.press('Tab');
    assert.match((await ici(page)).nom, /démonstration/);
  });

  it('on entre', async () => {
    await valider();
    await avancerJusqua(/Administration/);
    await valider();
    assert.match(page.url(), /tableau-de-bord$/);
  });

  it('on ouvre le bilan, une définition, puis un chiffre', async () => {
    await avancerJusqua(/^Ouvrir le bilan$/);
    await valider();
    await avancerJusqua(/^Définition\s+de/);
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate(() => document.activeElement.parentElement.open));
    await capturer(page, '41-clavier-definition');
    await avancerJusqua(/^Voir les \d+ cas/);
    await valider();
    assert.ok((await compte(page)) > 0);
  });

  it('on choisit au menu, on filtre une liste, on retire le filtre', async () => {
    await avancerJusqua(/^Contrats$/);
    await valider();
    const tous = await compte(page);
    await avancerJusqua(/^Contrat$/);
    await page.keyboard.press('ArrowDown');
    await avancerJusqua(/^Filtrer$/);
    await valider();
    const filtres = await compte(page);
    assert.ok(filtres > 0 && filtres < tous);
    await avancerJusqua(/Retirer le filtre/);
    await valider();
    assert.equal(await compte(page), tous);
  });

  it('un tableau large défile au clavier', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/bilan?annee=2017');
    const region = page.locator('.defile').first();
    await region.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  });

  it('ce qui a le clavier se voit toujours', () => assert.deepEqual([...new Set(invisibles)], []));
  it('rien d\'interdit n\'a eu lieu', () => assert.deepEqual(vue.fautes, []));
});
