from rostok.kernel.access import permission

OWN = permission("privacy.own", "Распоряжаться своими данными")
KEEP = permission("privacy.keep", "Вести согласия и запросы людей об их данных")
GOVERN = permission("privacy.govern", "Тексты согласий, сроки хранения и обезличивание")
