use passerelle_documents::*;
#[test] fn apercu() {
 let g=|t:&str,f,s:&[&str],c:&[&str],v:Vec<Vec<Option<f64>>>,u:&str| { let g=Graphique{titre:t.into(),description:"d".into(),forme:f,series:s.iter().map(|x|x.to_string()).collect(),categories:c.iter().map(|x|x.to_string()).collect(),valeurs:v,unite:u.into()}; std::fs::write(format!("/tmp/svg/{t}.svg"),g.svg()).unwrap(); };
 std::fs::create_dir_all("/tmp/svg").unwrap();
 let dep=["Paris","Yvelines","Hauts-de-Seine","Seine-et-Marne","Essonne","Val-d’Oise","Seine-Saint-Denis","Val-de-Marne"];
 let a=[24522.,9311.,8872.,8784.,8198.,7779.,7423.,6247.].map(Some).to_vec(); let b=[26119.,9598.,9511.,9338.,8433.,8077.,7988.,6598.].map(Some).to_vec();
 g("barres1",Forme::BarresHorizontales,&["2017-2018"],&dep,vec![b.clone()],"apprentis");
 let mut b2=b.clone(); b2[3]=None;
 g("barres2",Forme::BarresHorizontales,&["2016-2017","2017-2018"],&dep,vec![a.clone(),b2.clone()],"apprentis");
 g("evol",Forme::BarresHorizontales,&["évolution"],&dep,vec![vec![Some(6.5),Some(-3.1),Some(7.2),None,Some(0.0),Some(3.8),Some(-7.6),Some(5.6)]],"%");
 g("empilees",Forme::BarresEmpilees,&["Contrat d’apprentissage","Autre formation","Emploi","Sans solution connue"],&["Métiers de bouche Carrefour","BTP","Multi-métiers (gestion, administration et vente) avec un intitulé interminable","Vide","Zéro"],vec![vec![Some(4.),Some(7.),Some(6.),None,Some(0.)],vec![Some(2.),Some(1.),None,None,Some(0.)],vec![Some(1.),Some(3.),Some(2.),None,Some(0.)],vec![Some(2.),Some(0.),Some(1.),None,Some(0.)]],"jeunes");
 g("colonnes",Forme::Colonnes,&["apprentis"],&["2012","2013","2014","2015","2016","2017"],vec![vec![Some(84100.),Some(82000.),Some(80500.),Some(79000.),None,Some(85662.)]],"apprentis");
 g("colonnes2",Forme::Colonnes,&["2016-2017","2017-2018"],&dep,vec![a,b2],"apprentis");
 g("mois",Forme::Colonnes,&["a"],&["janvier","février","mars","avril","mai","juin","juillet","août","septembre","octobre","novembre","décembre"],vec![vec![Some(12.),Some(8.),Some(0.),Some(24.),Some(3.),Some(4.),Some(9.),Some(-4.),Some(30.),Some(31.),Some(4.),None]],"contrats");
 g("six",Forme::BarresHorizontales,&["un","deux","trois","quatre","cinq","six"],&["A"],(1..7).map(|i|vec![Some(i as f64*10.)]).collect(),"");
 g("vide",Forme::BarresHorizontales,&[],&["\"><script>alert(1)</script>","B"],vec![],"");
}
