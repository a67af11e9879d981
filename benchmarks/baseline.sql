-- The plan of Liaocheng by hand: what a competent analyst would write in DuckDB's SQL for this plan and
-- the parameters of `assumptions.py`, and nothing else. Money is whole fen in BIGINT; every rounding
-- is half up, by `//` on whole numbers that are not negative; an overflow raises.
--
-- It does on every run what the engine promises: each `line` once, rows that would be refused stop
-- it, control totals in = out, a decision id for each line, and the sums that a report needs.
--
-- Variables: budget, measures, pots (files read), lines, decisions (files written).

SET preserve_insertion_order = true;
SET enable_progress_bar = false;

-- ---------------------------------------------------------------- words
-- What each word of the budget means, as a number. List functions over a constant list run once for
-- each entry of a Parquet dictionary.

-- Items 1 to 16 in the plan's order, 17 is an item that is not listed; NULL where blank.
CREATE MACRO item_ids() AS [
    'basic-public-health', 'major-infectious-disease', 'health-emergency',
    'maternal-child-programmes', 'residents-insurance', 'medical-assistance', 'only-child-pension',
    'family-planning-reward', 'family-planning-special', 'institution-development',
    'essential-medicines', 'private-institutions', 'health-capacity', 'health-administration',
    'medical-security-capacity', 'traditional-chinese-medicine', 'unlisted'];
CREATE MACRO item_named(name) AS coalesce([
    1, 1, 1, 1, 1, 1, 1,
    2, 2, 2,
    3, 3,
    4, 4, 4, 4, 4,
    5, 5, 5, 5, 5, 5, 5,
    6, 6, 6, 6,
    7, 7, 7,
    8, 8, 8, 8, 8,
    9, 9, 9, 9, 9,
    10, 10, 10,
    11, 11, 11, 11, 11,
    12, 12, 12, 12,
    13, 13, 13, 13,
    14, 14, 14, 14,
    15, 15, 15, 15, 15,
    16, 16, 16, 16, 16, 16][list_position([
    '基本公共卫生服务', '基本公卫', '基本公共卫生', '基本公共卫生服务项目', '基本公共卫生服务补助',
    '国家基本公共卫生服务', '国家基本公共卫生服务项目',
    '重大传染病防控', '全市性或跨区域重大传染病防控', '全市性或跨区域的重大传染病防控',
    '突发公共卫生事件应急处置', '突发公共卫生事件应急处理',
    '全市统一实施的妇幼项目', '全市统一妇幼项目', '新生儿遗传代谢性疾病免费筛查', '免费产前筛查',
    '免费婚前检查',
    '城乡居民基本医疗保险补助', '城乡居民基本医疗保险财政补助', '城乡居民基本医疗保险缴费补助',
    '城乡居民基本医保补助', '城乡居民医保补助', '居民医保补助', '财政对城乡居民基本医疗保险基金的补助',
    '医疗救助', '医疗救助补助', '城乡医疗救助', '疾病应急救助',
    '市属困难企业退休职工中独生子女父母养老补助', '市属困难企业退休职工独生子女父母养老补助',
    '市属困难企业独生子女父母养老补助',
    '农村部分计划生育家庭奖励扶助', '农村部分计划生育家庭奖励扶助金', '农村计划生育家庭奖励扶助',
    '农村部分计生家庭奖励扶助', '农村奖励扶助',
    '计划生育家庭特别扶助', '计划生育家庭特别扶助金', '计划生育特别扶助', '计生家庭特别扶助',
    '计生特别扶助',
    '医疗卫生机构改革和发展建设', '医疗卫生机构改革和发展建设补助', '医疗卫生机构改革与发展建设',
    '国家基本药物制度', '国家基本药物制度补助', '实施国家基本药物制度', '基本药物制度',
    '基本药物制度补助',
    '社会力量办医补助', '社会力量办医', '社会办医', '社会办医补助',
    '卫生健康能力提升', '卫生健康能力提升补助', '卫生健康人才队伍建设', '重点学科发展',
    '卫生健康管理事务', '健康促进', '基本药物和短缺药品监测', '重大健康危害因素和重大疾病监测',
    '医疗保障能力建设', '医疗保障能力建设补助', '医保能力建设', '经办服务能力提升',
    '药品医用耗材采购和价格监测',
    '中医药事业传承与发展', '中医药事业传承与发展补助', '中医药事业传承发展', '中医药传承与发展',
    '中医药临床优势培育', '中医药传承与创新'], name)], 17);

-- Units: 1 is 市本级, then the eleven below it; 0 where unknown.
CREATE MACRO unit_ids() AS [
    '市本级', '东昌府区', '茌平区', '临清市', '冠县', '莘县', '阳谷县', '东阿县', '高唐县',
    '经济技术开发区', '高新技术产业开发区', '江北水城旅游度假区'];
CREATE MACRO unit_named(name) AS coalesce([
    1, 1, 1, 1, 1, 1,
    2, 2, 2, 2,
    3, 3, 3, 3, 3, 3,
    4, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9,
    10, 10, 10, 10, 10, 10,
    11, 11, 11, 11, 11,
    12, 12, 12, 12, 12, 12][list_position([
    '市本级', '聊城市本级', '聊城市市本级', '市级', '市直', '聊城市市直',
    '东昌府区', '371502', '聊城市东昌府区', '东昌府',
    '茌平区', '371523', '371503', '茌平县', '聊城市茌平区', '茌平',
    '临清市', '371581', '聊城市临清市', '临清', '冠县', '371525', '聊城市冠县',
    '莘县', '371522', '聊城市莘县', '阳谷县', '371521', '聊城市阳谷县', '阳谷',
    '东阿县', '371524', '聊城市东阿县', '东阿', '高唐县', '371526', '聊城市高唐县', '高唐',
    '经济技术开发区', '聊城经济技术开发区', '聊城市经济技术开发区', '经济开发区', '经开区', '聊城经开区',
    '高新技术产业开发区', '聊城高新技术产业开发区', '聊城市高新技术产业开发区', '高新区', '聊城高新区',
    '江北水城旅游度假区', '聊城江北水城旅游度假区', '聊城市江北水城旅游度假区', '旅游度假区', '度假区',
    '聊城度假区'], name)], 0);
-- Chiping was a county until 2019: its old name and code are not valid in 2020 and later.
CREATE MACRO superseded(name) AS coalesce(name IN ('371523', '茌平县'), false);

-- Choices: what is written back for each word, NULL where blank or unknown.
CREATE MACRO affiliation_id(word) AS ['city', 'city', 'city', 'city', 'county', 'county', 'county',
    'county', 'county'][list_position(['市属', 'city', '市级', '市', '县属', 'county', '县级', '县',
    '区属'], word)];
CREATE MACRO organiser_id(word) AS ['city', 'city', 'city', 'city', 'city', 'county', 'county',
    'county', 'county', 'county'][list_position(['市级组织', 'city', '市级', '市级统一组织', '市',
    '县自主', 'county', '县级', '县', '县自主实施'], word)];
CREATE MACRO scope_id(word) AS ['city-wide', 'city-wide', 'city-wide', 'cross-region',
    'cross-region', 'county', 'county', 'county'][list_position(['全市性', 'city-wide', '全市',
    '跨区域', 'cross-region', '县域', 'county', '县域内'], word)];
CREATE MACRO entrusted_id(word) AS ['none', 'none', 'none', 'city', 'city', 'city', 'city',
    'county', 'county', 'county', 'county'][list_position(['无', 'none', '没有', '市级', 'city', '市',
    '市政府', '县级', 'county', '县', '县政府'], word)];
CREATE MACRO yes_no_id(word) AS ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'no', 'no', 'no',
    'no'][list_position(['是', 'yes', 'y', 'true', '1', '√', '否', 'no', 'n', 'false', '0'], word)];
CREATE MACRO sponsor_id(word) AS ['government', 'government', 'government', 'military', 'military',
    'enterprise', 'enterprise', 'enterprise', 'enterprise', 'enterprise', 'private', 'private',
    'private', 'private'][list_position(['政府', 'government', '政府举办', '军队', 'military',
    '企事业单位', 'enterprise', '国有企业', '集体企业', '企业', '社会力量', 'private', '民营', '社会办'],
    word)];
CREATE MACRO category_id(word) AS ['death', 'death', 'disability', 'disability', 'complication-1',
    'complication-1', 'complication-1', 'complication-2', 'complication-2', 'complication-2',
    'complication-3', 'complication-3', 'complication-3'][list_position(['死亡', 'death', '伤残',
    'disability', '并发症一级', 'complication-1', '手术并发症一级', '并发症二级', 'complication-2',
    '手术并发症二级', '并发症三级', 'complication-3', '手术并发症三级'], word)];
CREATE MACRO severity_id(word) AS ['extremely-major', 'extremely-major', 'extremely-major',
    'major', 'major', 'large', 'large', 'general', 'general'][list_position(['特别重大',
    'extremely-major', 'extremely major', '重大', 'major', '较大', 'large', '一般', 'general'], word)];
CREATE MACRO basis_id(word) AS ['resident', 'resident', 'resident', 'registered', 'registered',
    'registered', 'insured', 'insured', 'insured', 'target', 'target', 'target'][list_position([
    '常住', 'resident', '常住人口', '户籍', 'registered', '户籍人口', '参保', 'insured', '参保人数',
    '目标人群', 'target', '对象人数'], word)];

-- ---------------------------------------------------------------- functional codes
-- Items that a code may mean in 2020 to 2024. A code that means one item settles a blank item; one
-- that means others than the item given is a mismatch.
CREATE TEMP TABLE code_item (code VARCHAR, item INTEGER, from_year INTEGER, to_year INTEGER);
INSERT INTO code_item VALUES
    ('2100408', 1, 2014, 9999), ('2100409', 2, 2014, 9999), ('2100410', 3, 2014, 9999),
    ('2100403', 4, 2014, 9999), ('2100408', 4, 2014, 9999), ('2100409', 4, 2014, 9999),
    ('2100717', 4, 2014, 9999), ('2101202', 5, 2017, 9999), ('2101301', 6, 2017, 9999),
    ('2101302', 6, 2017, 9999), ('2100799', 7, 2014, 9999), ('2100717', 8, 2014, 9999),
    ('2100717', 9, 2014, 9999), ('2100212', 10, 2021, 9999), ('2100213', 10, 2022, 9999),
    ('2100399', 11, 2014, 9999), ('2100299', 12, 2014, 9999), ('2100299', 13, 2014, 9999),
    ('2100799', 13, 2014, 9999), ('2109901', 13, 2014, 2020), ('2109999', 13, 2021, 9999),
    ('2100402', 14, 2014, 9999), ('2100601', 16, 2014, 2023), ('2100699', 16, 2014, 2023),
    ('2101704', 16, 2024, 9999);
INSERT INTO code_item SELECT unnest(['2100201', '2100202', '2100203', '2100204', '2100205',
    '2100206', '2100207', '2100208', '2100209', '2100210', '2100211', '2100299', '2100301',
    '2100302', '2100399', '2100401', '2100402', '2100403', '2100404', '2100405', '2100406',
    '2100407']), 10, 2014, 9999;
INSERT INTO code_item SELECT unnest(['2100101', '2100102', '2100103', '2100199']), 14, 2019, 9999;
INSERT INTO code_item SELECT unnest(['2101501', '2101502', '2101503', '2101504', '2101505',
    '2101506', '2101550', '2101599']), 15, 2019, 9999;

CREATE TEMP TABLE code_year AS
SELECT code, year, list(item ORDER BY item) AS items, bit_or(1 << item) AS mask
FROM code_item, range(2020, 2025) AS years (year)
WHERE year BETWEEN from_year AND to_year
GROUP BY ALL;
-- Sets of items that a blank may stand for, numbered from 18; 18 is "any item at all".
CREATE TEMP TABLE blank AS
SELECT 17 + row_number() OVER (ORDER BY len(items) DESC, items) AS number, items
FROM (SELECT range(1, 18)::INTEGER[] AS items
      UNION SELECT items FROM code_year WHERE len(items) > 1);

CREATE MACRO code_place(function_code, year) AS
    (TRY_CAST(function_code AS INTEGER) - 2100000) * 8 + year - 2020;
-- By code and year: a bit for each item, and what a blank item then is.
CREATE TEMP TABLE code AS
SELECT code_place(code, year)::INTEGER AS code_place, mask,
       if(len(items) = 1, items[1], number)::INTEGER AS blank_is
FROM code_year LEFT JOIN blank USING (items);

-- ---------------------------------------------------------------- decisions
-- Every situation that a decision can depend on, once, before any line is read. Blank is 0. Defaults
-- of the plan's reading are put in: government, entrusted by none, not capital, no policy change,
-- 1.2c city-wide, 4.5 organised by the city.
CREATE TEMP TABLE situation AS
SELECT
    *,
    -- The clause that decides, and its fund: 1 city in full, 2 county in full, 3 matching on a base,
    -- 4 matching, 5 by work, 6 pot, 7 and 8 undetermined (authority, funding), 9 outside, 0 open.
    CASE item
        WHEN 1 THEN '1.1' WHEN 2 THEN if(scope = 2, '5.1', '1.2a') WHEN 3 THEN '1.2b'
        WHEN 4 THEN if(scope = 2, '5.1', '1.2c') WHEN 5 THEN '2.1' WHEN 6 THEN '2.2'
        WHEN 7 THEN '3.1' WHEN 8 THEN '3.2' WHEN 9 THEN '3.3'
        WHEN 10 THEN CASE
            WHEN sponsor = 1 THEN '4.1f' WHEN sponsor = 2 THEN '5.2'
            ELSE CASE WHEN affiliation = 1 AND entrusted = 2 THEN '4.1c;'
                      WHEN affiliation = 2 AND entrusted = 1 THEN '4.1d;' ELSE '' END
                || CASE WHEN plan = 1 AND affiliation = 1 THEN '4.1a'
                        WHEN plan = 1 AND affiliation = 2 THEN '4.1b' ELSE '4.1' END END
        WHEN 11 THEN '4.1e' WHEN 12 THEN '4.1f'
        WHEN 13 THEN ['4.2', '4.2a', '4.2b'][organiser + 1]
        WHEN 14 THEN '4.3' WHEN 15 THEN '4.4'
        WHEN 16 THEN if(organiser = 2, '4.5b', '4.5a') WHEN 17 THEN '5.1' END AS clauses,
    CASE
        WHEN item IN (1, 5, 8, 9) THEN 3
        WHEN item = 2 THEN [0, 4, 7][scope + 1]
        WHEN item = 3 THEN if(county_level, 6, 4)
        WHEN item = 4 THEN if(scope = 2, 7, 5)
        WHEN item = 6 THEN if(county_level, 6, 8)
        WHEN item = 7 THEN 1
        WHEN item = 10 AND sponsor = 1 THEN 4
        WHEN item = 10 AND sponsor = 2 THEN 9
        WHEN item = 10 AND affiliation > 0 AND plan = 1 THEN affiliation
        WHEN item = 10 AND affiliation > 0 AND plan = 2 THEN 8
        WHEN item IN (11, 12) THEN 4
        WHEN item = 13 THEN [0, 5, 2][organiser + 1]
        WHEN item IN (14, 15) THEN affiliation
        WHEN item = 16 AND organiser = 2 THEN 2
        WHEN item = 16 THEN if(county_level, 6, 8)
        WHEN item = 17 THEN 7
        ELSE 0 END AS fund,
    -- Who pays an agreed subsidy first: 1 city, 2 county.
    CASE WHEN item <> 10 OR sponsor > 0 THEN 0
         WHEN affiliation = 1 AND entrusted = 2 THEN 2
         WHEN affiliation = 2 AND entrusted = 1 THEN 1 ELSE 0 END AS agreed,
    CASE
        WHEN item IN (2, 4) THEN if(scope = 2 OR item = 2 AND scope = 0, NULL, 'shared')
        WHEN item = 7 THEN 'city'
        WHEN item = 10 AND sponsor > 0 THEN NULL
        WHEN item = 10 THEN if(entrusted > 0, ['city', 'county'][entrusted],
                               [NULL, 'city', 'county'][affiliation + 1])
        WHEN item IN (11, 12, 17) THEN NULL
        WHEN item = 13 THEN [NULL, 'shared', 'county'][organiser + 1]
        WHEN item IN (14, 15) THEN [NULL, 'city', 'county'][affiliation + 1]
        WHEN item = 16 AND organiser = 2 THEN 'county'
        ELSE 'shared' END AS authority,
    county_level AND entrusted = 1
        AND (item = 7 OR affiliation = 1 AND (item IN (14, 15) OR item = 10 AND sponsor = 0))
        AS delegated,
    county_level AND policy_change AS files_policy,
    item = 10 AND sponsor = 0 AND affiliation = 2 AND plan = 1 AND capital AS bond_eligible,
    -- Columns that are blank and decide.
    CASE
        WHEN item = 2 AND scope = 0 THEN 'scope'
        WHEN item = 10 AND sponsor = 0
            THEN nullif(concat_ws(';', if(affiliation = 0, 'affiliation', NULL),
                                  if(plan = 0, 'in_health_plan', NULL)), '')
        WHEN item = 13 AND organiser = 0 THEN 'organiser'
        WHEN item IN (14, 15) AND affiliation = 0 THEN 'affiliation' END AS columns
FROM range(1, 18) AS i (item),
    (VALUES (false), (true)) AS l (county_level), (VALUES (false), (true)) AS c (policy_change),
    range(0, 3) AS a (affiliation), range(0, 3) AS e (entrusted), range(0, 3) AS p (plan),
    range(0, 3) AS s (sponsor), (VALUES (false), (true)) AS k (capital), range(0, 3) AS r (scope),
    range(0, 3) AS o (organiser)
-- The regional plan and capital spending matter to institutions only.
WHERE item = 10 OR plan = 0 AND NOT capital;

CREATE TEMP TABLE ruled AS
SELECT
    *,
    -- In the order of their clauses, then of their names.
    list_filter([
        if(item = 1, 'basic-public-health', NULL),
        if(item = 2 AND scope = 1, 'major-infectious-disease', NULL),
        if(item = 3, if(county_level, 'health-emergency', 'health-emergency-at-city-level'), NULL),
        if(item = 4 AND scope < 2, 'maternal-child-programmes', NULL),
        if(item = 5, 'residents-insurance', NULL),
        if(item = 6, if(county_level, 'medical-assistance', 'medical-assistance-at-city-level'), NULL),
        if(item = 7, 'only-child-pension', NULL),
        if(item = 8, 'family-planning-reward', NULL),
        if(item = 9, 'family-planning-special', NULL),
        if(item = 10 AND sponsor = 0,
           [NULL, 'institution-of-the-city', 'institution-of-a-county'][affiliation + 1], NULL),
        if(item = 10 AND sponsor = 0 AND plan = 2, 'institution-outside-the-plan', NULL),
        if(item = 10 AND sponsor = 0 AND plan = 1, [NULL, 'institution-of-the-city-in-the-plan',
           'institution-of-a-county-in-the-plan'][affiliation + 1], NULL),
        if(agreed = 2, 'subsidy-for-a-countys-task', NULL),
        if(agreed = 2, 'task-of-a-county', NULL),
        if(agreed = 1, 'subsidy-for-the-citys-task', NULL),
        if(agreed = 1, 'task-of-the-city', NULL),
        if(item = 11, 'essential-medicines', NULL),
        if(item = 12 OR item = 10 AND sponsor = 1, 'private-institutions', NULL),
        if(item = 10 AND sponsor = 1, 'privately-run-institution', NULL),
        if(item = 13, [NULL, 'health-capacity-organised-by-the-city',
           'health-capacity-of-a-county'][organiser + 1], NULL),
        if(item = 14, [NULL, 'health-administration-of-the-city',
           'health-administration-of-a-county'][affiliation + 1], NULL),
        if(item = 15, [NULL, 'medical-security-capacity-of-the-city',
           'medical-security-capacity-of-a-county'][affiliation + 1], NULL),
        if(item = 16, CASE WHEN organiser = 2 THEN 'traditional-medicine-of-a-county'
           WHEN county_level THEN 'traditional-medicine'
           ELSE 'traditional-medicine-at-city-level' END, NULL),
        if(clauses = '5.1', 'item-not-listed', NULL),
        if(item = 10 AND sponsor = 2, 'institution-under-the-existing-system', NULL),
        if(delegated, 'county-acts-for-the-city', NULL),
        if(delegated, 'delegated-authority', NULL),
        if(fund = 3, 'base-standard-first', NULL),
        if(fund = 3, 'base-standard-of-the-city', NULL),
        if(fund = 3, 'top-up', NULL),
        if(fund = 3, 'file-a-higher-standard', NULL),
        if(files_policy, 'file-a-major-policy-change', NULL),
        if(bond_eligible, 'bonds-for-capital-spending', NULL)
    ], lambda rule: rule IS NOT NULL) AS rules
FROM situation;

-- A blank item: what all the items that it may be have in common; the rest waits for the item.
INSERT INTO ruled BY NAME
SELECT
    b.number AS item, county_level, policy_change, affiliation, entrusted, plan, sponsor, capital,
    scope, organiser,
    if(count(DISTINCT clauses) = 1, min(clauses), '') AS clauses, 0 AS fund, 0 AS agreed,
    if(count(DISTINCT authority) = 1 AND count(authority) = count(*), min(authority), NULL)
        AS authority,
    bool_and(delegated) AS delegated, bool_and(files_policy) AS files_policy,
    bool_and(bond_eligible) AS bond_eligible, 'item' AS columns,
    list_filter(any_value(rules),
                lambda rule: list_bool_and(list_transform(list(rules),
                                                          lambda other: rule IN other))) AS rules
FROM blank AS b, unnest(b.items) AS candidate (item) JOIN ruled USING (item)
WHERE plan = 0 AND NOT capital
GROUP BY ALL;

CREATE TEMP TABLE decided AS
SELECT
    row_number() OVER () AS number, * EXCLUDE (rules),
    array_to_string(rules, ';') AS rules,
    clauses || ';5.4' AS clauses_above,
    coalesce(item_ids()[item], 'blank') || '/'
        || left(sha256(array_to_string(rules, chr(10))), 8) AS decision,
    (2 * files_policy::TINYINT + 4 * delegated::TINYINT)::TINYINT AS duty_bits,
    (2 * bond_eligible::TINYINT)::TINYINT AS finding_bits
FROM (SELECT DISTINCT item, clauses, fund, agreed, authority, delegated, files_policy,
             bond_eligible, columns, rules FROM ruled ORDER BY ALL);

-- A situation as one number, so that lines find their decision by a single join.
CREATE MACRO situation_number(
    item, county_level, policy_change, affiliation, entrusted, plan, sponsor, capital, scope, organiser
) AS
    (((((((item::INTEGER * 2 + county_level::INTEGER) * 2 + policy_change::INTEGER) * 3
    + affiliation) * 3 + entrusted) * 3 + sponsor) * 3 + scope) * 3 + organiser) * 6
    + if(item = 10, plan * 2 + capital::INTEGER, 0);
CREATE TEMP TABLE decision_of_situation AS
SELECT
    situation_number(item, county_level, policy_change, affiliation, entrusted, plan, sponsor,
                     capital, scope, organiser)::INTEGER AS situation,
    number, county_level, policy_change, affiliation, entrusted, plan, sponsor, capital, scope,
    organiser
FROM (SELECT * EXCLUDE (rules), array_to_string(rules, ';') AS rules FROM ruled) AS r
JOIN decided AS d USING (item, clauses, fund, agreed, delegated, files_policy, bond_eligible, rules)
WHERE r.authority IS NOT DISTINCT FROM d.authority AND r.columns IS NOT DISTINCT FROM d.columns;

-- ---------------------------------------------------------------- figures
-- Base standards, yuan per head and year, in the two halves of each year; those of 3.3 by category.
CREATE MACRO standard_place(item, category, year) AS
    ((item * 6 + category) * 5 + year - 2020)::INTEGER;
CREATE TEMP TABLE standard AS
SELECT standard_place(item, category, year) AS standard_place,
       first_half AS first_standard, second_half AS second_standard
FROM (VALUES
    (1, 2020, 74, 74), (1, 2021, 79, 79), (1, 2022, 84, 84), (1, 2023, 89, 89), (1, 2024, 94, 94),
    (5, 2020, 550, 550), (5, 2021, 580, 580), (5, 2022, 610, 610), (5, 2023, 640, 640),
    (5, 2024, 670, 670),
    (8, 2020, 960, 960), (8, 2021, 960, 960), (8, 2022, 960, 960), (8, 2023, 960, 960),
    (8, 2024, 960, 960)
) AS s (item, year, first_half, second_half), range(0, 6) AS c (category)
UNION ALL
SELECT standard_place(9, category, year),
       12 * if(year <= 2022, old, new), 12 * if(year < 2022, old, new)
FROM (VALUES (1, 450, 590), (2, 350, 460), (3, 400, 520), (4, 300, 390), (5, 200, 260))
    AS s (category, old, new), range(2020, 2025) AS y (year);

-- The city's shares of what is left, in hundredths or thirds, in the two halves of each year; by
-- class of county (2.1: 1 province-managed) and by grade of event (1.2b: 1 to 4).
CREATE MACRO share_place(item, class, grade, year) AS
    (((item * 2 + class) * 5 + grade) * 5 + year - 2020)::INTEGER;
CREATE TEMP TABLE share AS
SELECT share_place(item, class, grade, year) AS share_place,
       first_half AS first_share, second_half AS second_share, whole
FROM (VALUES
    (1, 0, 1, 0, 4, 2020, 2021, 40, 40, 100), (1, 0, 1, 0, 4, 2022, 2024, 35, 35, 100),
    (2, 0, 1, 0, 4, 2020, 2024, 50, 50, 100),
    (3, 0, 1, 1, 2, 2020, 2024, 70, 70, 100), (3, 0, 1, 3, 4, 2020, 2024, 40, 40, 100),
    (5, 0, 0, 0, 4, 2020, 2024, 20, 20, 100), (5, 1, 1, 0, 4, 2020, 2024, 15, 15, 100),
    (8, 0, 1, 0, 4, 2020, 2022, 90, 90, 300), (8, 0, 1, 0, 4, 2023, 2023, 90, 100, 300),
    (8, 0, 1, 0, 4, 2024, 2024, 100, 100, 300),
    (9, 0, 1, 0, 4, 2020, 2024, 1, 1, 3),
    (10, 0, 1, 0, 4, 2020, 2024, 30, 30, 100),  -- of a privately run institution
    (11, 0, 1, 0, 4, 2020, 2024, 45, 45, 100),
    (12, 0, 1, 0, 4, 2020, 2024, 30, 30, 100)
) AS s (item, from_class, to_class, from_grade, to_grade, from_year, to_year,
        first_half, second_half, whole),
    range(0, 2) AS c (class), range(0, 5) AS g (grade), range(2020, 2025) AS y (year)
WHERE class BETWEEN from_class AND to_class AND grade BETWEEN from_grade AND to_grade
    AND year BETWEEN from_year AND to_year;

-- ---------------------------------------------------------------- reading
CREATE TEMP VIEW given AS SELECT * FROM read_parquet(getvariable('budget'), file_row_number = true);

CREATE TEMP VIEW read AS
SELECT
    *,
    if(item IS NOT NULL, item_named(item), coalesce(blank_is, 18)) AS item_number,
    unit_named(unit) AS unit_number,
    if(counterpart IS NULL, 0, unit_named(counterpart)) AS counterpart_number,
    coalesce(TRY_CAST(right(period_from, 2) AS INTEGER), 1) AS first_month,
    coalesce(TRY_CAST(right(period_to, 2) AS INTEGER), 12) AS last_month,
    amount_fen - coalesce(central_funds_fen, 0) - coalesce(province_funds_fen, 0) AS local_fen
FROM given LEFT JOIN code ON code.code_place = code_place(function_code, given.year)::INTEGER;

-- ---------------------------------------------------------------- refusals
-- Any row that would be refused stops the run, and so does a `line` that stands twice. When as many
-- digests are distinct as there are rows, so are the lines; else the lines themselves are counted.
SELECT CASE
    WHEN least(count(line), count(unit), count(year), count(amount_fen)) < count(*)
        THEN error('line, unit, year or amount is blank')
    WHEN min(year) < 2020 OR max(year) > 2024 THEN error('no figures for a year')
    WHEN least(min(amount_fen), min(central_funds_fen), min(province_funds_fen),
               min(agreed_subsidy_fen), min(headcount)) < 0
        OR least(min(county_standard), min(workload), min(performance)) < 0 OR max(performance) > 2
        THEN error('a number out of bounds')
    WHEN count(headcount_basis) > count(basis_id(headcount_basis))
        OR count(affiliation) > count(affiliation_id(affiliation))
        OR count(organiser) > count(organiser_id(organiser))
        OR count(scope) > count(scope_id(scope))
        OR count(entrusted_by) > count(entrusted_id(entrusted_by))
        OR count(in_health_plan) > count(yes_no_id(in_health_plan))
        OR count(sponsor) > count(sponsor_id(sponsor))
        OR count(category) > count(category_id(category))
        OR count(severity) > count(severity_id(severity))
        OR count(capital) > count(yes_no_id(capital))
        OR count(policy_change) > count(yes_no_id(policy_change))
        THEN error('an unknown choice')
    END AS refused
FROM given;

SELECT CASE
    WHEN min(unit_number) = 0 THEN error('an unknown unit')
    WHEN bool_or(counterpart IS NOT NULL AND if(unit_number = 1, counterpart_number < 2,
                                                counterpart_number <> unit_number))
        THEN error('a counterpart that is no county, or another')
    WHEN min(local_fen) < 0 THEN error('money from above is above the amount')
    WHEN min(local_fen - agreed_subsidy_fen) < 0
        THEN error('an agreed subsidy above the local amount')
    WHEN bool_or(NOT regexp_full_match(period_from, '\d{4}-(0[1-9]|1[0-2])')
                 OR NOT regexp_full_match(period_to, '\d{4}-(0[1-9]|1[0-2])')
                 OR left(period_from, 4) <> year::VARCHAR OR left(period_to, 4) <> year::VARCHAR
                 OR first_month > last_month)
        THEN error('a period that is none')
    WHEN bool_or(NOT regexp_full_match(function_code, '210(\d\d(\d\d)?)?'))
        THEN error('a functional code that is none')
    END AS refused
FROM read;

SET VARIABLE lines_are_distinct = (SELECT count(DISTINCT hash(line)) = count(*) FROM given);
SELECT CASE WHEN NOT getvariable('lines_are_distinct')
    AND (SELECT count(DISTINCT line) < count(*) FROM given
         WHERE NOT getvariable('lines_are_distinct'))
    THEN error('a line stands twice') END AS refused;

-- ---------------------------------------------------------------- pots
CREATE TEMP TABLE pot AS
SELECT list_position(item_ids(), item) AS item_number, year, yuan * 100 AS fen
FROM read_csv(getvariable('pots'), header = true,
              columns = {'item': 'VARCHAR', 'year': 'INTEGER', 'yuan': 'BIGINT'});
CREATE TEMP TABLE measure AS
SELECT unit_named(unit) AS unit_number, list_position(item_ids(), item) AS item_number, year,
       measure, value
FROM read_csv(getvariable('measures'), header = true,
              columns = {'unit': 'VARCHAR', 'item': 'VARCHAR', 'year': 'INTEGER',
                         'measure': 'VARCHAR', 'value': 'HUGEINT'});
CREATE TEMP TABLE weight (
    item_number INTEGER, place INTEGER, measure VARCHAR, weight HUGEINT, inverse BOOLEAN);
INSERT INTO weight VALUES
    (3, 1, 'people', 50, false), (3, 2, 'area', 20, false), (3, 3, 'harm', 30, false),
    (6, 1, 'need', 50, false), (6, 2, 'work', 20, false), (6, 3, 'capacity', 30, true),
    (16, 1, 'workload', 40, false), (16, 2, 'performance', 20, false),
    (16, 3, 'capacity', 40, true);

-- Lines that draw on a pot: counties' lines of 1.2b and 2.2, of 4.5 unless the county's own.
CREATE TEMP TABLE member AS
SELECT file_row_number, line, item_number, year, unit_number, local_fen
FROM read JOIN pot USING (item_number, year)
WHERE unit_number > 1
    AND NOT (item_number = 16 AND organiser IS NOT NULL AND organiser_id(organiser) = 'county');
CREATE TEMP TABLE cap AS
SELECT item_number, year, unit_number, sum(local_fen)::HUGEINT AS cap
FROM member GROUP BY ALL;

-- A measure that one county lacks makes the whole pot wait.
CREATE TEMP TABLE lacking AS
SELECT item_number, year, string_agg(measure, ';' ORDER BY place) AS measures
FROM (SELECT DISTINCT item_number, year, place, measure
      FROM cap JOIN weight USING (item_number)
      LEFT JOIN measure USING (item_number, year, unit_number, measure) WHERE value IS NULL)
GROUP BY ALL;

-- Each measure in whole numbers (reciprocals times their least common multiple), then a unit's
-- weighted shares of the totals over one denominator for its pot.
CREATE TEMP TABLE part AS
SELECT item_number, year, unit_number, measure, weight,
       if(inverse, list_reduce(list(value) OVER whole, lambda a, b: lcm(a, b)) // value, value)
           AS value
FROM cap JOIN weight USING (item_number)
    JOIN measure USING (item_number, year, unit_number, measure)
    ANTI JOIN lacking USING (item_number, year)
WINDOW whole AS (PARTITION BY item_number, year, measure);
CREATE TEMP TABLE claim AS
WITH totals AS (
    SELECT item_number, year, measure, sum(value)::HUGEINT AS total FROM part GROUP BY ALL),
denominators AS (
    SELECT item_number, year, list_reduce(list(total), lambda a, b: a * b) AS denominator
    FROM totals GROUP BY ALL)
SELECT item_number, year, unit_number, sum(weight * value * (denominator // total))::HUGEINT AS claim
FROM part JOIN totals USING (item_number, year, measure) JOIN denominators USING (item_number, year)
GROUP BY ALL;

-- No unit above its cap: what is cut goes to the others, round by round; eleven units, eleven rounds.
CREATE TEMP TABLE grant_of_unit AS
WITH RECURSIVE rounds AS (
    SELECT 0 AS round, item_number, year, unit_number, claim, cap, fen::HUGEINT AS fen,
           false AS capped
    FROM claim JOIN cap USING (item_number, year, unit_number) JOIN pot USING (item_number, year)
    UNION ALL
    SELECT round + 1, item_number, year, unit_number, claim, cap, fen,
           capped OR (fen - spent) * claim > cap * free
    FROM (SELECT *, coalesce(sum(cap) FILTER (capped) OVER pot, 0)::HUGEINT AS spent,
                 coalesce(sum(claim) FILTER (NOT capped) OVER pot, 0)::HUGEINT AS free
          FROM rounds WHERE round < 11 WINDOW pot AS (PARTITION BY item_number, year))),
exact AS (
    SELECT *, fen - coalesce(sum(cap) FILTER (capped) OVER pot, 0)::HUGEINT AS to_share,
           coalesce(sum(claim) FILTER (NOT capped) OVER pot, 0)::HUGEINT AS free
    FROM rounds WHERE round = 11 WINDOW pot AS (PARTITION BY item_number, year)),
floors AS (
    SELECT *, if(capped OR free = 0, cap, to_share * claim // free) AS fen_of_unit,
           if(capped OR free = 0, 0, to_share * claim % free) AS remainder
    FROM exact)
SELECT item_number, year, unit_number, cap,
       fen_of_unit + if(remainder > 0 AND row_number() OVER by_remainder
           <= to_share - sum(fen_of_unit) FILTER (NOT capped) OVER pot, 1, 0) AS granted
FROM floors
WINDOW pot AS (PARTITION BY item_number, year),
       by_remainder AS (PARTITION BY item_number, year ORDER BY remainder DESC, unit_number);

-- A unit's grant over its lines, by their local amounts; the tail to the largest remainders.
CREATE TEMP TABLE grant_of_line AS
WITH floors AS (
    SELECT file_row_number, line, item_number, year, unit_number, granted,
           if(cap = 0, 0, granted * local_fen // cap)::BIGINT AS fen_of_line,
           if(cap = 0, 0, granted * local_fen % cap) AS remainder
    FROM member JOIN grant_of_unit USING (item_number, year, unit_number))
SELECT file_row_number,
       fen_of_line + if(row_number() OVER by_remainder
                        <= granted - sum(fen_of_line) OVER unit, 1, 0) AS grant_fen
FROM floors
WINDOW unit AS (PARTITION BY item_number, year, unit_number),
       by_remainder AS (unit ORDER BY remainder DESC, line);

-- ---------------------------------------------------------------- people counted twice
-- Dongchangfu's population includes the three zones'. Where a zone has lines of an item and year and
-- Dongchangfu's heads in some month exceed its population less theirs, its lines are remarked on.
CREATE TEMP TABLE counted_twice AS
WITH held AS (
    SELECT item_number, year, unit_number, first_month, last_month, sum(headcount) AS heads
    FROM read WHERE unit_number IN (2, 10, 11, 12) AND item_number <= 17 GROUP BY ALL),
parts AS (
    SELECT item_number, year, sum([209200, 149400, 121700][unit_number - 9]) AS people
    FROM (SELECT DISTINCT item_number, year, unit_number FROM held WHERE unit_number > 2)
    GROUP BY ALL),
monthly AS (
    SELECT item_number, year, month, sum(heads) AS heads
    FROM held, range(1, 13) AS m (month)
    WHERE unit_number = 2 AND month BETWEEN first_month AND last_month GROUP BY ALL)
SELECT item_number, year
FROM monthly JOIN parts USING (item_number, year)
GROUP BY ALL HAVING max(heads) > 1488905 - any_value(people);
SET VARIABLE counted_twice = (
    SELECT list(c.item_number IS NOT NULL ORDER BY i.item_number, y.year)
    FROM range(1, 27) AS i (item_number) CROSS JOIN range(2020, 2025) AS y (year)
    LEFT JOIN counted_twice AS c USING (item_number, year));

-- ---------------------------------------------------------------- words written
SET VARIABLE duties_written = (
    SELECT list(concat_ws(';', if(bits & 1 > 0, 'file-standard', NULL),
        if(bits & 2 > 0, 'file-policy', NULL), if(bits & 4 > 0, 'delegated', NULL)) ORDER BY bits)
    FROM range(0, 8) AS b (bits));
SET VARIABLE findings_written = (
    SELECT list(concat_ws(';', if(bits & 1 > 0, 'base-standard-not-met', NULL),
        if(bits & 2 > 0, 'bond-eligible', NULL), if(bits & 4 > 0, 'item-not-in-pack', NULL),
        if(bits & 8 > 0, 'code-mismatch', NULL), if(bits & 16 > 0, 'superseded-code', NULL),
        if(bits & 32 > 0, 'basis-differs', NULL),
        if(bits & 64 > 0, 'possible-double-count', NULL)) ORDER BY bits)
    FROM range(0, 128) AS b (bits));

-- ---------------------------------------------------------------- the lines
CREATE TEMP VIEW situated AS
SELECT
    *,
    situation_number(
        item_number, unit_number > 1, coalesce(yes_no_id(policy_change) = 'yes', false),
        coalesce(list_position(['city', 'county'], affiliation_id(affiliation)), 0),
        coalesce(list_position(['city', 'county'], entrusted_id(entrusted_by)), 0),
        coalesce(list_position(['yes', 'no'], yes_no_id(in_health_plan)), 0),
        coalesce([0, 2, 2, 1][list_position(['government', 'military', 'enterprise', 'private'],
                                            sponsor_id(sponsor))], 0),
        coalesce(yes_no_id(capital) = 'yes', false),
        coalesce([1, 1, 2][list_position(['city-wide', 'cross-region', 'county'],
                                         scope_id(scope))], 0),
        coalesce(list_position(['city', 'county'], organiser_id(organiser)), 0))::INTEGER AS situation,
    if(unit_number > 1, unit_number, counterpart_number) AS county,
    coalesce(list_position(['death', 'disability', 'complication-1', 'complication-2',
                            'complication-3'], category_id(category)), 0) AS category_number,
    coalesce(list_position(['extremely-major', 'major', 'large', 'general'],
                           severity_id(severity)), 0) AS grade,
    last_month - first_month + 1 AS months,
    greatest(0, least(last_month, 6) - first_month + 1) AS early
FROM read;

COPY (
WITH funded AS (
    SELECT
        *,
        -- 1.2b goes by its pot in the years that have one, else by the agreed share.
        if(fund = 6 AND item_number = 3 AND situated.year > 2021, 4, fund) AS form
    FROM situated
    JOIN (SELECT situation, number FROM decision_of_situation) USING (situation)
    JOIN decided USING (number)
    LEFT JOIN standard ON standard.standard_place
        = standard_place(item_number, category_number, situated.year)
    LEFT JOIN share ON share.share_place = share_place(
        item_number, (county IN (4, 5, 6, 7, 9))::INTEGER, grade, situated.year)),
based AS (
    SELECT
        *,
        -- Yuan a head over the months, times twelve; then the base in fen, half up.
        if(form = 3, first_standard * early + second_standard * (months - early), NULL)
            AS twelfths,
        (50 * headcount::BIGINT * twelfths + 3) // 6 AS base_fen,
        -- What money from above leaves of the base (`least` and `greatest` pass nulls over).
        CASE WHEN form <> 3 THEN local_fen WHEN base_fen IS NOT NULL
            THEN greatest(0, least(base_fen, amount_fen) - (amount_fen - local_fen)) END
            AS shared_fen,
        (2 * (first_share * early + second_share * (months - early)) * shared_fen
         + whole * months) // (2 * whole * months) AS share_fen,
        county = 0 AND (form BETWEEN 2 AND 6 OR agreed > 0) AS counterpart_lacks,
        agreed > 0 AND agreed_subsidy_fen IS NULL AS subsidy_lacks,
        CASE form
            WHEN 3 THEN share_fen
            WHEN 4 THEN share_fen
            WHEN 5 THEN if(workload IS NULL OR performance IS NULL, NULL, least(local_fen,
                ((workload * 10000)::BIGINT * (performance * 10000)::BIGINT
                 * if(item_number = 4, 12050, 150000) + 50000000) // 100000000))
            WHEN 6 THEN grant_fen END AS from_city_fen
    FROM funded LEFT JOIN grant_of_line USING (file_row_number)
    LEFT JOIN lacking USING (item_number, year)),
placed AS (
    SELECT
        *,
        counterpart_lacks OR subsidy_lacks AS is_blocked,
        form IN (1, 2) OR from_city_fen IS NOT NULL AS is_settled,
        if(is_blocked OR agreed = 0, 0, agreed_subsidy_fen) AS agreed_fen,
        if(is_blocked, 0, CASE
            WHEN form = 1 THEN local_fen - agreed_fen ELSE coalesce(from_city_fen, 0) END)
            + if(agreed = 1, agreed_fen, 0) AS city_fen,
        if(is_blocked, 0, CASE
            WHEN form = 2 THEN local_fen - agreed_fen
            WHEN form BETWEEN 3 AND 6 AND from_city_fen IS NOT NULL THEN local_fen - from_city_fen
            ELSE 0 END)
            + if(agreed = 2, agreed_fen, 0) AS county_fen,
        CASE WHEN form IN (7, 8) THEN 'undetermined' WHEN form = 9 THEN 'outside'
             WHEN is_blocked OR NOT is_settled THEN 'needs' ELSE 'determined' END AS status
    FROM based)
SELECT
    line, year, period_from, period_to, unit, counterpart, item, function_code, amount_fen,
    headcount, basis_id(headcount_basis) AS headcount_basis, county_standard, central_funds_fen,
    province_funds_fen, affiliation_id(affiliation) AS affiliation,
    organiser_id(organiser) AS organiser, scope_id(scope) AS scope,
    entrusted_id(entrusted_by) AS entrusted_by, yes_no_id(in_health_plan) AS in_health_plan,
    sponsor_id(sponsor) AS sponsor, category_id(category) AS category,
    severity_id(severity) AS severity, yes_no_id(capital) AS capital,
    yes_no_id(policy_change) AS policy_change, agreed_subsidy_fen, workload, performance,
    status,
    authority,
    decision,
    CASE WHEN is_blocked THEN NULL
         WHEN form BETWEEN 3 AND 6 AND is_settled THEN 'assumed'
         WHEN is_settled OR agreed > 0 THEN 'official' END AS standing,
    coalesce(central_funds_fen, 0) AS pay_central_fen,
    coalesce(province_funds_fen, 0) AS pay_province_fen,
    city_fen AS pay_city_fen,
    county_fen AS pay_county_fen,
    0::BIGINT AS pay_other_fen,
    local_fen - city_fen - county_fen AS open_fen,
    rules,
    if(form = 3 AND base_fen < amount_fen, clauses_above, clauses) AS clauses,
    CASE WHEN status IN ('determined', 'outside') THEN '' ELSE concat_ws(';',
        if(counterpart_lacks, 'counterpart', NULL),
        if(form = 3 AND headcount IS NULL, 'headcount', NULL),
        columns,
        if(form = 3 AND item_number = 9 AND category IS NULL, 'category', NULL),
        if(form = 4 AND item_number = 3 AND severity IS NULL, 'severity', NULL),
        if(subsidy_lacks, 'agreed_subsidy', NULL),
        if(form = 5 AND workload IS NULL, 'workload', NULL),
        if(form = 5 AND performance IS NULL, 'performance', NULL),
        if(form = 6, measures, NULL),
        if(form = 7, 'authority', NULL), if(form = 8, 'funding', NULL)) END AS needs,
    getvariable('duties_written')[1 + duty_bits
        + coalesce(county_standard * months > twelfths, false)::INTEGER] AS duties,
    getvariable('findings_written')[1 + finding_bits
        + coalesce(amount_fen < base_fen AND form = 3 OR county_standard * months < twelfths,
                   false)::INTEGER
        + 4 * (item_number = 17 AND item IS NOT NULL)::INTEGER
        + 8 * coalesce(item IS NOT NULL AND item_number < 17
               AND mask & (1 << item_number) = 0, false)::INTEGER
        + 16 * superseded(unit)::INTEGER
        + 32 * coalesce(item_number IN (1, 5, 8, 9) AND basis_id(headcount_basis)
               <> CASE item_number WHEN 1 THEN 'resident' WHEN 5 THEN 'insured' ELSE 'target' END,
               false)::INTEGER
        + 64 * (unit_number = 2 AND headcount IS NOT NULL
               AND getvariable('counted_twice')[(item_number - 1) * 5 + year - 2019])::INTEGER
    ] AS findings,
    项目名称, 单位名称
FROM placed
) TO (getvariable('lines')) (FORMAT parquet, COMPRESSION snappy);

-- ---------------------------------------------------------------- control
-- Every line once, payers and what is open add up line by line and in all, nothing negative.
SELECT CASE
    WHEN written.lines <> taken.lines OR written.amount <> taken.amount
        OR written.placed <> taken.amount THEN error('control totals differ')
    WHEN wrong > 0 THEN error('a line does not add up') END AS controlled
FROM (SELECT count(*) AS lines, sum(amount_fen) AS amount FROM given) AS taken,
    (SELECT count(*) AS lines, sum(amount_fen) AS amount,
            sum(pay_central_fen + pay_province_fen + pay_city_fen + pay_county_fen + pay_other_fen
                + open_fen) AS placed,
            count(*) FILTER (pay_central_fen + pay_province_fen + pay_city_fen + pay_county_fen
                             + pay_other_fen + open_fen <> amount_fen
                OR least(pay_city_fen, pay_county_fen, open_fen) < 0
                OR status = 'determined' AND open_fen <> 0) AS wrong
     FROM read_parquet(getvariable('lines'))) AS written;

-- What a report adds up.
CREATE TEMP TABLE report AS
SELECT unit_ids()[unit_named(unit)] AS unit, decision, status, standing, count(*) AS lines,
       sum(amount_fen) AS amount, sum(pay_central_fen) AS central, sum(pay_province_fen) AS province,
       sum(pay_city_fen) AS city, sum(pay_county_fen) AS county, sum(open_fen) AS open
FROM read_parquet(getvariable('lines')) GROUP BY ALL;

COPY (
    SELECT decision, coalesce(item_ids()[item], '') AS item, rules, clauses,
           coalesce(authority, '') AS authority, fund
    FROM decided WHERE decision IN (SELECT decision FROM report) ORDER BY number
) TO (getvariable('decisions')) (FORMAT parquet);
