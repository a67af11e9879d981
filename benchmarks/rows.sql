-- What an engine that takes one line at a time is given: read, checked, its pot solved and its
-- parameters found beforehand by `baseline.sql`; left to do are which rules apply, and the money.
SELECT
    line, situation, item_number, year, local_fen, local_fen - amount_fen AS minus_above_fen,
    coalesce(county > 0, false) AS has_county,
    agreed_subsidy_fen,
    headcount::BIGINT AS headcount,
    (first_standard * early + second_standard * (months - early))::BIGINT AS twelfths,
    (first_share * early + second_share * (months - early))::BIGINT AS share,
    (whole * months)::BIGINT AS share_of,
    (workload * 10000)::BIGINT AS workload, (performance * 10000)::BIGINT AS performance,
    grant_fen::BIGINT AS grant_fen
FROM situated
LEFT JOIN standard ON standard.standard_place
    = standard_place(item_number, category_number, situated.year)
LEFT JOIN share ON share.share_place = share_place(
    item_number, (county IN (4, 5, 6, 7, 9))::INTEGER, grade, situated.year)
LEFT JOIN grant_of_line USING (file_row_number)
