-- A budget of any size for this plan, made from a hash of the row number: the same seed and the same
-- number of lines give the same rows. Every row can be read; one in a few is blank where a decision
-- needs it, odd, or both, as in real budgets.
--
-- Variables: lines, seed. Makes the view `budget`, whose money is in fen.

CREATE OR REPLACE MACRO dice(row_number, salt) AS hash(row_number, salt, getvariable('seed'));
-- A number from 0 to n - 1.
CREATE OR REPLACE MACRO roll(row_number, salt, n) AS (dice(row_number, salt) % n)::BIGINT;

-- Items by their weight in a thousand; 0 is a name that the plan does not know, -1 a blank.
CREATE OR REPLACE MACRO item_of(thousandth) AS CASE
    WHEN thousandth < 200 THEN 1  WHEN thousandth < 400 THEN 5  WHEN thousandth < 460 THEN 8
    WHEN thousandth < 520 THEN 9  WHEN thousandth < 560 THEN 2  WHEN thousandth < 590 THEN 3
    WHEN thousandth < 630 THEN 4  WHEN thousandth < 680 THEN 6  WHEN thousandth < 695 THEN 7
    WHEN thousandth < 795 THEN 10 WHEN thousandth < 825 THEN 11 WHEN thousandth < 845 THEN 12
    WHEN thousandth < 890 THEN 13 WHEN thousandth < 930 THEN 14 WHEN thousandth < 960 THEN 15
    WHEN thousandth < 990 THEN 16 WHEN thousandth < 997 THEN 0  ELSE -1 END;

CREATE OR REPLACE MACRO name_of(item) AS [
    '基本公共卫生服务', '重大传染病防控', '突发公共卫生事件应急处置', '全市统一实施的妇幼项目',
    '城乡居民基本医疗保险补助', '医疗救助', '市属困难企业退休职工中独生子女父母养老补助',
    '农村部分计划生育家庭奖励扶助', '计划生育家庭特别扶助', '医疗卫生机构改革和发展建设',
    '国家基本药物制度', '社会力量办医补助', '卫生健康能力提升', '卫生健康管理事务',
    '医疗保障能力建设', '中医药事业传承与发展'][item];
CREATE OR REPLACE MACRO alias_of(item) AS [
    '基本公卫', '全市性或跨区域重大传染病防控', '突发公共卫生事件应急处理', '免费产前筛查',
    '居民医保补助', '城乡医疗救助', '市属困难企业独生子女父母养老补助',
    '农村奖励扶助', '计生特别扶助', '医疗卫生机构改革与发展建设',
    '基本药物制度补助', '社会办医', '重点学科发展', '健康促进',
    '医保能力建设', '中医药传承与创新'][item];
CREATE OR REPLACE MACRO code_of(item, year) AS CASE item
    WHEN 13 THEN if(year <= 2020, '2109901', '2109999')
    WHEN 16 THEN if(year <= 2023, '2100601', '2101704')
    ELSE ['2100408', '2100409', '2100410', '2100403', '2101202', '2101301', '2100799', '2100717',
          '2100717', '2100302', '2100399', '2100299', '', '2100199', '2101505', ''][item] END;

-- Units: 1 is 市本级, then the eleven below it.
CREATE OR REPLACE MACRO unit_of(unit) AS [
    '市本级', '东昌府区', '茌平区', '临清市', '冠县', '莘县', '阳谷县', '东阿县', '高唐县',
    '经济技术开发区', '高新技术产业开发区', '江北水城旅游度假区'][unit];
CREATE OR REPLACE MACRO other_name_of(unit) AS [
    '聊城市本级', '371502', '茌平县', '371581', '聊城市冠县', '371522', '阳谷', '371524', '高唐',
    '经开区', '高新区', '度假区'][unit];

-- Yuan per head and year, near enough to make amounts that look like a budget's.
CREATE OR REPLACE MACRO standard_of(item, year) AS CASE item
    WHEN 1 THEN 74 + 5 * (year - 2020) WHEN 5 THEN 550 + 30 * (year - 2020)
    WHEN 8 THEN 960 WHEN 9 THEN 5400 ELSE 0 END;

CREATE OR REPLACE VIEW rolled AS
SELECT
    i,
    2020 + roll(i, 1, 5) AS year,
    item_of(roll(i, 2, 1000)) AS item,
    if(roll(i, 3, 100) < 5, 1, 2 + roll(i, 4, 11)) AS unit,
    -- A few lines are for a part of the year.
    if(roll(i, 5, 100) < 4, 1 + roll(i, 6, 12), 1) AS first_month,
    roll(i, 5, 100) < 4 AS has_period,
    roll(i, 7, 12) AS more_months,
    roll(i, 8, 100) AS r_money,
    roll(i, 9, 100000) AS r_heads,
    roll(i, 10, 1000000000) AS r_amount,
    roll(i, 11, 100) AS r_central,
    roll(i, 12, 100) AS r_province,
    roll(i, 13, 100) AS r_affiliation,
    roll(i, 14, 100) AS r_organiser,
    roll(i, 15, 100) AS r_scope,
    roll(i, 16, 100) AS r_entrusted,
    roll(i, 17, 100) AS r_plan,
    roll(i, 18, 100) AS r_sponsor,
    roll(i, 19, 100) AS r_category,
    roll(i, 20, 100) AS r_severity,
    roll(i, 21, 100) AS r_capital,
    roll(i, 22, 100) AS r_policy,
    roll(i, 23, 100) AS r_basis,
    roll(i, 24, 100) AS r_standard,
    roll(i, 25, 20000000) AS r_workload,
    roll(i, 26, 6000) AS r_performance,
    roll(i, 27, 100) AS r_code,
    roll(i, 28, 100) AS r_label,
    roll(i, 29, 100) AS r_blank,
    roll(i, 30, 300) AS r_project
FROM range(getvariable('lines')) AS numbers (i);

CREATE OR REPLACE VIEW with_heads AS
SELECT
    *,
    item IN (1, 5, 8, 9) AS has_base,
    least(12, first_month + more_months) AS last_month,
    CASE WHEN item IN (1, 5) THEN 200 + r_heads % 60000
         WHEN item IN (8, 9) THEN 5 + r_heads % 3000 END AS heads
FROM rolled;

CREATE OR REPLACE VIEW with_amount AS
SELECT
    *,
    CASE
        WHEN NOT has_base THEN 100000 + r_amount
        ELSE greatest(0,
            heads * standard_of(item, year) * 25
            * if(has_period, last_month - first_month + 1, 12) // 3
            * CASE WHEN r_money < 60 THEN 100 WHEN r_money < 92 THEN 101 + r_money % 13
                   ELSE 97 END // 100
            + if(r_money % 3 = 0, r_amount % 100000, 0))
    END AS amount
FROM with_heads;

CREATE OR REPLACE VIEW with_funds AS
SELECT
    *,
    CASE WHEN r_central < 35 THEN NULL WHEN r_central < 37 THEN 0
         ELSE amount * (20 + r_central % 40) // 100 END AS central_funds,
    CASE WHEN r_province < 45 THEN NULL WHEN r_province < 47 THEN 0
         ELSE amount * (5 + r_province % 20) // 100 END AS province_funds,
    CASE
        WHEN item = 10 THEN CASE WHEN r_entrusted < 6 THEN '市级' WHEN r_entrusted < 12 THEN '县级'
                                 WHEN r_entrusted < 20 THEN '无' END
        WHEN item = 7 AND r_entrusted < 25 THEN '市级'
        WHEN item IN (14, 15) AND r_entrusted < 8 THEN '市级'
        WHEN r_entrusted = 99 THEN '无'
    END AS entrusted_by
FROM with_amount;

CREATE OR REPLACE VIEW budget AS
SELECT
    'L' || lpad(i::VARCHAR, 9, '0') AS line,
    year::INTEGER AS year,
    if(has_period, year || '-' || lpad(first_month::VARCHAR, 2, '0'), NULL) AS period_from,
    if(has_period AND r_label < 90, year || '-' || lpad(last_month::VARCHAR, 2, '0'), NULL)
        AS period_to,
    if(r_label < 3, other_name_of(unit), unit_of(unit)) AS unit,
    if(unit = 1 AND r_blank < 75, unit_of(2 + r_heads % 11), NULL) AS counterpart,
    CASE WHEN item = -1 THEN NULL
         WHEN item = 0 THEN if(r_project % 2 = 0, '其他卫生支出', '老年健康服务')
         WHEN r_label BETWEEN 3 AND 8 THEN alias_of(item)
         ELSE name_of(item) END AS item,
    CASE WHEN item = -1 THEN ['2101202', '2100408', '2100717', '2101301'][1 + r_code % 4]
         WHEN item = 0 OR r_code < 15 THEN NULL
         WHEN r_code = 99 THEN '2100717'
         ELSE code_of(item, year) END AS function_code,
    amount::BIGINT AS amount_fen,
    CASE WHEN has_base AND r_blank >= 97 THEN NULL
         WHEN item = 14 AND r_blank < 20 THEN r_heads % 500
         ELSE heads END::INTEGER AS headcount,
    CASE WHEN NOT has_base OR r_basis < 13 THEN NULL
         WHEN r_basis < 15 THEN '户籍'
         ELSE CASE item WHEN 1 THEN '常住' WHEN 5 THEN '参保' ELSE '目标人群' END
    END AS headcount_basis,
    CASE WHEN has_base AND r_standard < 10
             THEN standard_of(item, year) + 1 + r_heads % 20 + (r_money % 4) * 0.25
         WHEN has_base AND r_standard < 20 THEN standard_of(item, year)
         WHEN has_base AND r_standard < 23 THEN standard_of(item, year) - 1
    END::DECIMAL(12, 2) AS county_standard,
    central_funds::BIGINT AS central_funds_fen,
    province_funds::BIGINT AS province_funds_fen,
    CASE WHEN item NOT IN (10, 14, 15) OR r_affiliation >= 93 THEN NULL
         WHEN unit = 1 OR r_affiliation < 12 THEN '市属' ELSE '县属' END AS affiliation,
    CASE WHEN item = 13 AND r_organiser < 60 OR item = 16 AND r_organiser < 40 THEN '市级组织'
         WHEN item IN (13, 16) AND r_organiser BETWEEN 62 AND 91 THEN '县自主' END AS organiser,
    CASE WHEN item = 2 AND r_scope < 50 OR item = 4 AND r_scope < 30 THEN '全市性'
         WHEN item = 2 AND r_scope < 70 THEN '跨区域'
         WHEN item = 2 AND r_scope < 85 OR item = 4 AND r_scope < 38 OR item = -1 AND r_scope < 20
             THEN '县域' END AS scope,
    entrusted_by,
    CASE WHEN item <> 10 OR r_plan >= 90 THEN NULL WHEN r_plan < 78 THEN '是' ELSE '否' END
        AS in_health_plan,
    CASE WHEN item <> 10 THEN NULL WHEN r_sponsor < 18 THEN '政府' WHEN r_sponsor < 20 THEN '军队'
         WHEN r_sponsor < 24 THEN '企事业单位' WHEN r_sponsor < 30 THEN '社会力量' END AS sponsor,
    CASE WHEN item = 9 AND r_category < 95
         THEN ['死亡', '伤残', '并发症一级', '并发症二级', '并发症三级'][1 + r_category % 5]
    END AS category,
    CASE WHEN item = 3 AND r_severity < 92
         THEN ['特别重大', '重大', '较大', '一般'][1 + r_severity % 4] END AS severity,
    CASE WHEN item = 10 AND r_capital < 15 THEN '是' WHEN item = 10 AND r_capital < 30 THEN '否'
    END AS capital,
    CASE WHEN r_policy < 2 THEN '是' WHEN r_policy < 5 THEN '否' END AS policy_change,
    CASE WHEN item = 10 AND entrusted_by IN ('市级', '县级') AND r_blank < 85
         THEN (amount - coalesce(central_funds, 0) - coalesce(province_funds, 0))
              * (r_money % 60) // 100
    END::BIGINT AS agreed_subsidy_fen,
    CASE WHEN item IN (4, 13) AND r_blank < 96 THEN r_workload * 0.0001::DECIMAL(5, 4)
    END::DECIMAL(18, 4) AS workload,
    CASE WHEN item IN (4, 13) AND r_basis < 96 THEN 0.6 + r_performance * 0.0001::DECIMAL(5, 4)
    END::DECIMAL(9, 4) AS performance,
    CASE WHEN item IN (-1, 0) THEN '零星项目' ELSE name_of(item) END
        || '项目' || r_project::VARCHAR AS 项目名称,
    ['卫生健康局', '医疗保障局', '疾病预防控制中心', '妇幼保健院', '中心卫生院', '人民医院',
     '中医医院', '社区卫生服务中心'][1 + r_project % 8] AS 单位名称
FROM with_funds;
