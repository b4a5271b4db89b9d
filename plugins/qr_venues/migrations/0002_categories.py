"""The kinds of venue of 2278/BTTTT-THH and the provinces' letters that follow it."""

from django.db import migrations

# code, Vietnamese, English, sector, default stay in minutes
CATEGORIES = [
    ("office", "Cơ quan, công sở", "Office", "public", 60),
    ("industrial-zone", "Khu công nghiệp", "Industrial zone", "zones", 480),
    ("factory", "Nhà máy, doanh nghiệp", "Factory, enterprise", "industry", 480),
    ("shop", "Cửa hàng, dịch vụ", "Shop, service", "industry", 30),
    ("food", "Ăn uống tại chỗ", "Food and drink on the spot", "industry", 60),
    ("bar", "Quán bar, vũ trường, karaoke", "Bar, dance hall, karaoke", "culture", 180),
    ("beauty", "Mát-xa, làm đẹp", "Massage, beauty", "health", 90),
    ("gym", "Phòng tập thể thao", "Gym", "culture", 90),
    ("meeting", "Hội nghị, hội họp", "Meeting, conference", "culture", 180),
    ("hospital", "Bệnh viện, phòng khám", "Hospital, clinic", "health", 120),
    ("apartments", "Chung cư", "Apartment building", "housing", 60),
    ("school", "Trường học, dạy nghề", "School, university, vocational", "education", 300),
    ("station", "Nhà ga, bến xe, bến tàu", "Station, waiting room", "transport", 60),
    ("vehicle", "Phương tiện công cộng", "Public transport vehicle", "transport", 60),
    ("mall", "Trung tâm thương mại, siêu thị", "Shopping mall, supermarket", "industry", 90),
    ("market", "Chợ", "Market", "industry", 60),
    ("ceremony", "Tang lễ, đám cưới", "Funeral, wedding", "culture", 120),
    ("tourism", "Điểm du lịch, giải trí", "Tourist, leisure site", "culture", 120),
    ("worship", "Cơ sở tôn giáo, tín ngưỡng", "Place of worship", "religion", 60),
]


def load(apps, schema_editor):
    category = apps.get_model("qr_venues", "VenueCategory")
    category.objects.bulk_create(
        category(code=code, name_vi=vi, name_en=en, sector=sector, default_stay=stay, order=order)
        for order, (code, vi, en, sector, stay) in enumerate(CATEGORIES)
    )


class Migration(migrations.Migration):
    dependencies = [("qr_venues", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
