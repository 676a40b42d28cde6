UPDATE positionnements SET motif = :canari WHERE jeune_id = :jeune;
